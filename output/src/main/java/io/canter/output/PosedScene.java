package io.canter.output;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Normals;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scene of one frame with its meshes posed, and rasterised when somebody asks, once for all sinks. Its arrays are
 * reused from frame to frame. All coordinates: camera frame (x right, y down, z forward), metres.
 */
final class PosedScene {
    private static final Logger LOG = LoggerFactory.getLogger(PosedScene.class);

    private final Rig rig;
    private final Skinner skinner;
    private final float[] one; // vertices of one subject
    private final List<Subject> subjects = new ArrayList<>();
    private Scene scene;
    private float[] vertices = new float[0]; // of all subjects, one after the other
    private float[] joints = new float[0];
    private float[] normals = new float[0];
    private int[] triangles = new int[0];
    private LayeredRasterizer raster;
    private boolean rasterised;
    private boolean normalsKnown;
    private boolean warned;

    PosedScene(Rig rig) {
        this.rig = rig;
        skinner = new Skinner(rig);
        one = new float[rig.mesh().vertices().length];
    }

    /** Poses the meshes of a scene. Subjects with numbers that are not finite are left out: no file could hold them. */
    void update(Scene next) {
        scene = next;
        rasterised = false;
        normalsKnown = false;
        subjects.clear();
        for (Subject subject : next.subjects()) {
            if (finite(subject.pose().rotations())
                    && finite(subject.pose().rootTranslation())
                    && finite(subject.body().vertices())) {
                subjects.add(subject);
            } else if (!warned) {
                warned = true;
                LOG.warn(
                        "frame {}: subject {} has a pose that is not finite; such subjects are left out",
                        next.frameIndex(),
                        subject.id());
            }
        }
        resize(subjects.size());
        int perJoints = 3 * rig.skeleton().jointCount();
        for (int s = 0; s < subjects.size(); s++) {
            Subject subject = subjects.get(s);
            skinner.skin(subject.body(), subject.pose(), one);
            System.arraycopy(one, 0, vertices, s * one.length, one.length);
            System.arraycopy(skinner.jointPositions(), 0, joints, s * perJoints, perJoints);
        }
    }

    private void resize(int count) {
        if (vertices.length == count * one.length) {
            return;
        }
        vertices = new float[count * one.length];
        normals = new float[vertices.length];
        joints = new float[count * 3 * rig.skeleton().jointCount()];
        int[] single = rig.mesh().triangles();
        triangles = new int[count * single.length];
        for (int s = 0; s < count; s++) {
            for (int i = 0; i < single.length; i++) {
                triangles[s * single.length + i] = single[i] + s * rig.mesh().vertexCount();
            }
        }
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    Rig rig() {
        return rig;
    }

    Scene scene() {
        return scene;
    }

    /** Those that can be drawn. */
    List<Subject> subjects() {
        return subjects;
    }

    /** 3 per vertex; those of subject s start at {@link #firstVertex}. */
    float[] vertices() {
        return vertices;
    }

    int firstVertex(int subject) {
        return subject * rig.mesh().vertexCount();
    }

    /** 3 per joint; those of subject s start at {@link #firstJoint}. */
    float[] joints() {
        return joints;
    }

    int firstJoint(int subject) {
        return subject * rig.skeleton().jointCount();
    }

    /** Which subject a triangle of {@link #raster} belongs to. */
    int subjectOfTriangle(int triangle) {
        return triangle / rig.mesh().triangleCount();
    }

    int[] triangles() {
        return triangles;
    }

    /** Unit vertex normals, 3 per vertex. */
    float[] normals() {
        if (!normalsKnown) {
            Normals.of(vertices, triangles, normals);
            normalsKnown = true;
        }
        return normals;
    }

    /** All subjects through the frame's camera, one layer, at the frame's size. */
    LayeredRasterizer raster() {
        if (raster == null || raster.width() != scene.width() || raster.height() != scene.height()) {
            raster = new LayeredRasterizer(scene.width(), scene.height(), 1);
            rasterised = false;
        }
        if (!rasterised) {
            Intrinsics camera = scene.camera();
            raster.rasterize(vertices, triangles, camera.fx(), camera.fy(), camera.cx(), camera.cy(), true);
            rasterised = true;
        }
        return raster;
    }
}
