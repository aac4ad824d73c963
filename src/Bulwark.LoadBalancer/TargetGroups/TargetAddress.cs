namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Where a target listens.</summary>
/// <param name="Text">As it is written in logs and reports, and what the target is known by over changes of the settings.</param>
/// <param name="Socket">Path of the Unix socket; null for TCP.</param>
/// <param name="Host">Host name or IP address; empty for a Unix socket.</param>
/// <param name="Port">TCP port.</param>
/// <param name="IsTls">True when the target speaks TLS.</param>
internal sealed record TargetAddress(string Text, string? Socket, string Host, int Port, bool IsTls)
{
    private const string UnixPrefix = "unix:";

    /// <summary>The address that a setting means; null when it is none.</summary>
    /// <param name="text">The setting.</param>
    /// <param name="root">What a relative socket path starts from.</param>
    public static TargetAddress? Parse(string text, string root)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return OfSocket(text[UnixPrefix.Length..], root);

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return null;

        // A path, a query or a user name would be silently lost.
        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0 || uri.Port == 0)
            return null;

        return new TargetAddress(uri.GetLeftPart(UriPartial.Authority), null, uri.IdnHost, uri.Port, uri.Scheme == Uri.UriSchemeHttps);
    }

    /// <summary>The public socket of a tier of this machine.</summary>
    public static TargetAddress OfSocket(string path) => new(UnixPrefix + path, path, "", 0, IsTls: false);

    private static TargetAddress? OfSocket(string path, string root) =>
        path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? null : OfSocket(Path.GetFullPath(path, root));
}
