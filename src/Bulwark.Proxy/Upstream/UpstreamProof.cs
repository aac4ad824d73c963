namespace Bulwark.Proxy.Upstream;

/// <summary>A connection whose peer proved in its handshake to be a trusted proxy in front of us.</summary>
internal sealed class UpstreamProof
{
    public static readonly UpstreamProof Instance = new();

    private UpstreamProof()
    {
    }
}
