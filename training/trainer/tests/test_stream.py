import io
import os
import sys
import tempfile
import unittest

import numpy as np

from canter_trainer import fake, stream
from tests.support import STREAM, records


class StreamTest(unittest.TestCase):
    def test_a_sample_has_the_length_that_the_format_says(self):
        s, layers = STREAM.map, STREAM.layers
        expected = 3 * STREAM.image**2 + layers * s * s + 2 * 2 * layers * 3 * s * s + 8 * 4
        self.assertEqual(STREAM.record().itemsize, expected)

    def test_header_comes_back(self):
        self.assertEqual(stream.read_header(io.BytesIO(STREAM.header())), STREAM)

    def test_refuses_another_magic_version_or_size(self):
        good = bytearray(STREAM.header())
        for at, value, message in ((0, 88, "starts with"), (4, 9, "version 9"), (8, 0, "impossible sizes")):
            bad = bytearray(good)
            bad[at] = value
            with self.assertRaisesRegex(stream.StreamError, message):
                stream.read_header(io.BytesIO(bytes(bad)))
        with self.assertRaisesRegex(stream.StreamError, "before it wrote a header"):
            stream.read_header(io.BytesIO(b"CANT"))

    def test_refuses_half_a_sample(self):
        data = records(2).tobytes()[:-1]
        with self.assertRaisesRegex(stream.StreamError, "inside a sample"):
            stream.read_records(io.BytesIO(data), STREAM, 2)

    def test_feeder_gives_all_samples_in_order_then_says_that_the_stream_ended(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "stream")
            wanted = records(6)
            with open(path, "wb") as file:
                file.write(STREAM.header() + wanted.tobytes())
            feeder = stream.Feeder(stream.FileSource(path), 0, 2)
            try:
                got = np.concatenate([feeder.next() for _ in range(3)])
                np.testing.assert_array_equal(got["image"], wanted["image"])
                with self.assertRaisesRegex(stream.StreamError, "ended"):
                    feeder.next()
            finally:
                feeder.close()

    def test_command_source_fills_in_seed_and_count(self):
        program = "import sys; sys.stdout.buffer.write(b'%s')" % "{seed}/{count}"
        source = stream.CommandSource('"%s" -c "%s"' % (sys.executable, program))
        opened = source.open(5, 3)
        try:
            self.assertEqual(opened.read(100), b"5/3")
        finally:
            opened.close()
        with self.assertRaisesRegex(stream.StreamError, "lacks {count}"):
            stream.CommandSource("generator --seed-from {seed}")

    def test_fake_sample_depends_on_its_seed_alone(self):
        np.testing.assert_array_equal(records(3, 5)[2], records(1, 7)[0])

    def test_fake_maps_are_exact(self):
        """Every posed point plus the root lies on its pixel's ray; layers lie in depth order."""
        shape = stream.StreamShape(64, 32, 4)
        checked = 0
        for seed in (1, 2, 3, 5):
            record = fake.sample(shape, seed)
            occupied = record["occupancy"] > 0
            self.assertTrue((occupied[1:] <= occupied[:-1]).all())
            depth = record["posed"][:, 2].astype(float)
            later = occupied[1:]
            self.assertTrue((depth[1:][later] >= depth[:-1][later] - 1e-2).all())
            canonical = record["canonical"].astype(float)[0][:, occupied[0]]
            unit = (canonical[None] - fake.BLOBS[:, :3, None]) / fake.BLOBS[:, 3:, None]
            surface = np.abs(np.sqrt((unit**2).sum(1)) - 1).min(0)
            self.assertLess(surface.max(), 0.02)
            checked += occupied[0].sum()
        self.assertGreater(checked, 200)


if __name__ == "__main__":
    unittest.main()
