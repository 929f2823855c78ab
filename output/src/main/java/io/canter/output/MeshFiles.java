package io.canter.output;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import java.io.IOException;
import java.nio.file.Path;

/** {@code meshes/NNNNNN-ID.ply}: each posed mesh in the camera frame, metres, with its coat. */
final class MeshFiles extends FolderSink {
    private final Ply ply = new Ply();

    MeshFiles(Path folder) throws IOException {
        super(folder, "\\d{6,}-\\d+\\.ply");
    }

    @Override
    public void accept(Frame frame, Observation observation, PosedScene scene) throws IOException {
        for (int s = 0; s < scene.subjects().size(); s++) {
            ply.writeMesh(
                    file(frame.index(), scene.subjects().get(s).id(), "ply"),
                    scene.vertices(),
                    scene.firstVertex(s),
                    scene.rig().mesh().vertexCount(),
                    scene.rig().mesh().triangles(),
                    scene.subjects().get(s).coat());
        }
    }
}
