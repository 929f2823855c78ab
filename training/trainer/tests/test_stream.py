import io
import os
import sys
import tempfile
import unittest
from dataclasses import replace

import numpy as np

from canter_trainer import fake, stream
from tests.support import STREAM, records


class StreamTest(unittest.TestCase):
    def test_a_sample_has_the_length_that_the_format_says(self):
        s, layers = STREAM.map, STREAM.layers
        expected = 3 * STREAM.image**2 + layers * s * s + 2 * 2 * layers * 3 * s * s + 8 * 4
        self.assertEqual(STREAM.record().itemsize, expected)
        self.assertEqual(replace(STREAM, prior=True).record().itemsize, expected + 7 * s * s)

    def test_header_comes_back(self):
        shape = stream.StreamShape(32, 16, 3, ("horse", "cow"))
        read = stream.read_header(io.BytesIO(shape.header()))
        self.assertEqual(read, shape)
        self.assertEqual(read.species, ("horse", "cow"))
        self.assertFalse(read.prior)
        self.assertEqual(stream.read_header(io.BytesIO(STREAM.header())).species, ())
        self.assertTrue(stream.read_header(io.BytesIO(replace(shape, prior=True).header())).prior)
        with self.assertRaisesRegex(stream.StreamError, "inside its header"):
            stream.read_header(io.BytesIO(shape.header()[:-1]))

    def test_refuses_another_magic_version_or_size(self):
        good = bytearray(STREAM.header())
        for at, value, message in ((20, 2, "mark of priors"), (0, 88, "starts with"), (4, 1, "version 1, this trainer reads 3"), (8, 0, "impossible sizes")):
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
        source = stream.CommandSource("echo {seed} {count} {species}", ("cow", "sheep"))
        self.assertEqual(source.command, "echo {seed} {count} cow,sheep")
        with self.assertRaisesRegex(stream.StreamError, "--species needs {species}"):
            stream.CommandSource("echo {seed} {count}", ("cow",))
        with self.assertRaisesRegex(stream.StreamError, "say which with --species"):
            stream.CommandSource("echo {seed} {count} {species}")
        with self.assertRaisesRegex(stream.StreamError, "lacks {count}"):
            stream.CommandSource("generator --seed-from {seed}")

    def test_stored_samples_come_back(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "stored")
            stream.store(fake.FakeSource(STREAM), 0, 6, path, stream.BODY_BLOCK)
            shape, all_of_them = stream.stored(path)
            self.assertEqual((shape, len(all_of_them)), (STREAM, 6))
            np.testing.assert_array_equal(all_of_them["posed"][4:], records(2, 4)["posed"])
            with open(path, "ab") as file:
                file.write(b"x")
            with self.assertRaisesRegex(stream.StreamError, "no file of stored samples: 6 samples and 1 spare"):
                stream.stored(path)

    def test_held_out_samples_are_of_many_blocks(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "stored")
            stream.store(fake.FakeSource(STREAM), 1000, 2 * stream.STORED_PER_BLOCK + 1, path, 5000)
            _, all_of_them = stream.stored(path)
            seeds = all_of_them["meta"][:, 5].astype(int)
            self.assertEqual(list(seeds[[0, 63, 64, 127, 128]]), [1000, 1063, 6000, 6063, 11000])

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
