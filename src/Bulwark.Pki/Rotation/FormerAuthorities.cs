namespace Bulwark.Pki.Rotation;

/// <summary>What a trust file such as <c>pki/origin-ca.trust.json</c> holds: the CAs that are trusted beside the one that signs today.</summary>
internal sealed record FormerAuthorities
{
    public IReadOnlyList<FormerAuthority> Authorities { get; init; } = [];
}
