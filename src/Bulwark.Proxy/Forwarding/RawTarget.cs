namespace Bulwark.Proxy.Forwarding;

/// <summary>Makes the URI of a forwarded request so that the target goes on the wire exactly as it came.</summary>
internal static class RawTarget
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>A URI whose path and query are the raw target, byte for byte.</summary>
    /// <param name="destination">Scheme and authority without a trailing slash: <c>http://origin</c>.</param>
    /// <param name="rawTarget">Starts with <c>/</c> and has no fragment: the path rule has seen to that.</param>
    public static Uri ToUri(string destination, string rawTarget) => new(destination + rawTarget, Verbatim);
}
