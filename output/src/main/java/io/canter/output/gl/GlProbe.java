package io.canter.output.gl;

import static org.lwjgl.egl.EGL10.EGL_BLUE_SIZE;
import static org.lwjgl.egl.EGL10.EGL_GREEN_SIZE;
import static org.lwjgl.egl.EGL10.EGL_NONE;
import static org.lwjgl.egl.EGL10.EGL_NO_CONTEXT;
import static org.lwjgl.egl.EGL10.EGL_NO_SURFACE;
import static org.lwjgl.egl.EGL10.EGL_RED_SIZE;
import static org.lwjgl.egl.EGL12.EGL_RENDERABLE_TYPE;
import static org.lwjgl.egl.EGL14.EGL_OPENGL_API;
import static org.lwjgl.egl.EGL14.EGL_OPENGL_BIT;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL12;
import org.lwjgl.opengl.GL;
import org.lwjgl.opengl.GL11;
import org.lwjgl.opengl.GL30;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;

/** Opens an OpenGL context without a window (EGL on Mesa's surfaceless platform), draws one pixel and reads it back. */
public final class GlProbe {
    private static final int EGL_PLATFORM_SURFACELESS_MESA = 0x31DD;

    private GlProbe() {}

    /**
     * @param works true if the pixel that was read is the one that was drawn
     * @param detail the renderer's own name and version, or what failed
     */
    public record Result(boolean works, String detail) {}

    public static Result run() {
        try {
            return drawAndRead();
        } catch (UnsatisfiedLinkError | RuntimeException | ExceptionInInitializerError | NoClassDefFoundError e) {
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Result(false, message.lines().findFirst().orElse("unknown error"));
        }
    }

    private static Result drawAndRead() {
        long getDisplay = EGL.getFunctionProvider().getFunctionAddress("eglGetPlatformDisplay");
        if (getDisplay == 0) {
            return new Result(false, "EGL is older than 1.5");
        }
        // LWJGL's own wrapper refuses the null display that the surfaceless platform wants.
        long display = JNI.callPPP(EGL_PLATFORM_SURFACELESS_MESA, 0L, 0L, getDisplay);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer major = stack.mallocInt(1);
            IntBuffer minor = stack.mallocInt(1);
            if (display == 0 || !EGL10.eglInitialize(display, major, minor)) {
                return new Result(
                        false, "no surfaceless EGL display; install Mesa (libegl1 libegl-mesa0 libgl1-mesa-dri)");
            }
            EGL.createDisplayCapabilities(display, major.get(0), minor.get(0));
            try {
                return inContext(display, stack);
            } finally {
                EGL10.eglTerminate(display);
            }
        }
    }

    private static Result inContext(long display, MemoryStack stack) {
        EGL12.eglBindAPI(EGL_OPENGL_API);
        IntBuffer wanted = stack.ints(
                EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_RED_SIZE, 8, EGL_GREEN_SIZE, 8, EGL_BLUE_SIZE, 8, EGL_NONE);
        PointerBuffer configs = stack.mallocPointer(1);
        IntBuffer found = stack.mallocInt(1);
        // The surfaceless platform has no window configs; 0 as surface type would ask for windows.
        IntBuffer attributes = stack.mallocInt(wanted.remaining() + 2);
        attributes
                .put(EGL10.EGL_SURFACE_TYPE)
                .put(EGL10.EGL_PBUFFER_BIT)
                .put(wanted)
                .flip();
        if (!EGL10.eglChooseConfig(display, attributes, configs, found) || found.get(0) == 0) {
            return new Result(false, "EGL has no config with OpenGL");
        }
        long context = EGL10.eglCreateContext(display, configs.get(0), EGL_NO_CONTEXT, stack.ints(EGL_NONE));
        if (context == EGL_NO_CONTEXT) {
            return new Result(false, "EGL cannot make an OpenGL context");
        }
        EGL10.eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context);
        try {
            GL.createCapabilities();
            boolean same = drawnPixelComesBack(stack);
            return new Result(
                    same, GL11.glGetString(GL11.GL_RENDERER) + ", OpenGL " + GL11.glGetString(GL11.GL_VERSION));
        } finally {
            GL.setCapabilities(null);
            EGL10.eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            EGL10.eglDestroyContext(display, context);
        }
    }

    private static boolean drawnPixelComesBack(MemoryStack stack) {
        int buffer = GL30.glGenRenderbuffers();
        GL30.glBindRenderbuffer(GL30.GL_RENDERBUFFER, buffer);
        GL30.glRenderbufferStorage(GL30.GL_RENDERBUFFER, GL11.GL_RGBA8, 1, 1);
        int target = GL30.glGenFramebuffers();
        GL30.glBindFramebuffer(GL30.GL_FRAMEBUFFER, target);
        GL30.glFramebufferRenderbuffer(GL30.GL_FRAMEBUFFER, GL30.GL_COLOR_ATTACHMENT0, GL30.GL_RENDERBUFFER, buffer);
        GL11.glViewport(0, 0, 1, 1);
        GL11.glClearColor(0.2f, 0.4f, 0.6f, 1);
        GL11.glClear(GL11.GL_COLOR_BUFFER_BIT);
        ByteBuffer pixel = stack.malloc(4);
        GL11.glReadPixels(0, 0, 1, 1, GL11.GL_RGBA, GL11.GL_UNSIGNED_BYTE, pixel);
        GL30.glDeleteFramebuffers(target);
        GL30.glDeleteRenderbuffers(buffer);
        return (pixel.get(0) & 255) == 51 && (pixel.get(1) & 255) == 102 && (pixel.get(2) & 255) == 153;
    }
}
