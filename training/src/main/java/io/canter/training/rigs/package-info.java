/** Foreign rigs: skinned glTF read, mapped to the template's joints, and carried onto the template's rest frame. */
package io.canter.training.rigs;
