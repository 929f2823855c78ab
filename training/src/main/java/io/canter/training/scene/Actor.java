package io.canter.training.scene;

import io.canter.tracking.Mesh;

/**
 * The animal of one scene, posed.
 *
 * @param mesh Q of every vertex as its vertices, template metres, and the triangles
 * @param regions where coats differ, for the mesh's vertices
 * @param renderer for the mesh
 * @param world posed vertices, 3 each, world, template metres
 * @param feet where the four feet are, 3 each, world
 * @param root where the root joint is, world
 * @param species index of the species nearest to it
 */
record Actor(
        Mesh mesh, Regions regions, SceneRenderer renderer, float[] world, float[] feet, float[] root, int species) {}
