using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity;

/// <summary>Reads a request's body up to a limit that no honest request comes near.</summary>
internal static class RequestBody
{
    /// <summary>Largest body, in bytes: a few tokens of 16 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The body; null when it is larger than <see cref="MaxBytes"/>.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
            return null;

        var buffer = new byte[(int)(context.Request.ContentLength ?? MaxBytes) + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length <= MaxBytes ? buffer[..length] : null;
    }
}
