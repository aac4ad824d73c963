using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>Uploads of media: bodies of any size and content, which are streamed.</summary>
internal static class MediaUpload
{
    /// <summary>How much of the beginning is looked at.</summary>
    public const int HeadBytes = 512;

    /// <summary>Whether the request is <c>POST /_matrix/media/v3/upload</c>, its successor that names the media (<c>PUT .../upload/SERVER/ID</c>), or such a path below
    /// <c>/_matrix/client/v1/media/</c>. The path has one spelling only when this is asked.</summary>
    public static bool Is(HttpContext context)
    {
        var method = context.Request.Method;
        return (HttpMethods.IsPost(method) || HttpMethods.IsPut(method))
            && IsPath(RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
    }

    internal static bool IsPath(ReadOnlySpan<char> path) =>
        Skip(ref path, "/_matrix/") && (Skip(ref path, "media/") ? SkipVersion(ref path) : Skip(ref path, "client/") && SkipVersion(ref path) && Skip(ref path, "media/"))
        && Skip(ref path, "upload") && (path.IsEmpty || path[0] == '/');

    /// <summary>Whether an upload calls itself an image, a sound or a video and begins like a program or a page: what a system or a browser might run.</summary>
    public static bool IsDisguised(ReadOnlySpan<char> type, ReadOnlySpan<byte> head) =>
        (StartsWith(type, "image/") || StartsWith(type, "audio/") || StartsWith(type, "video/")) && IsActive(head);

    private static bool IsActive(ReadOnlySpan<byte> head)
    {
        head = head is [0xEF, 0xBB, 0xBF, ..] ? head[3..] : head;
        if (head.StartsWith("MZ"u8) || head.StartsWith("\u007FELF"u8) || head.StartsWith("#!"u8) || head is [0xCA, 0xFE, 0xBA, 0xBE, ..])
            return true;

        var text = head.TrimStart(" \t\r\n\f\0"u8);
        return StartsWith(text, "<?php"u8) || StartsWith(text, "<!doctype html"u8) || StartsWith(text, "<html"u8) || StartsWith(text, "<script"u8)
            || StartsWith(text, "<iframe"u8) || StartsWith(text, "<body"u8) || StartsWith(text, "<%@"u8);
    }

    private static bool StartsWith(ReadOnlySpan<char> type, string start) => type.TrimStart().StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && System.Text.Ascii.EqualsIgnoreCase(text[..start.Length], start);

    private static bool Skip(ref ReadOnlySpan<char> path, string start)
    {
        if (!path.StartsWith(start, StringComparison.Ordinal))
            return false;

        path = path[start.Length..];
        return true;
    }

    private static bool SkipVersion(ref ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        if (slash <= 0)
            return false;

        path = path[(slash + 1)..];
        return true;
    }
}
