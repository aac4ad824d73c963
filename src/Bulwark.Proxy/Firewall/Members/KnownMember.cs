using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.Firewall.Members;

/// <summary>A member whose credential was seen in use.</summary>
/// <param name="credential">Keyed hash of the credential.</param>
/// <param name="name">What the member is called, as it came.</param>
/// <param name="hash">Keyed hash of that, as it stands in the log.</param>
/// <param name="endsAt">When the credential ends by itself; null when it does not say.</param>
internal sealed class KnownMember(RateKey credential, string name, string hash, DateTimeOffset? endsAt)
{
    private long _seenAt;

    public RateKey Credential => credential;

    public string Name => name;

    public string Hash => hash;

    public DateTimeOffset? EndsAt => endsAt;

    /// <summary>When the credential was last verified, as a timestamp of the clock.</summary>
    public long SeenAt
    {
        get => Volatile.Read(ref _seenAt);
        set => Volatile.Write(ref _seenAt, value);
    }
}
