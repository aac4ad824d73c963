namespace Bulwark.Pki.Rotation;

/// <summary>A CA that is trusted and does not sign: one that a rotation replaced, or one that was imported.</summary>
/// <param name="Name">Base name of its file in <c>pki/</c>.</param>
/// <param name="RetiresAt">From then on it is trusted no more; none: until an operator retires it.</param>
internal sealed record FormerAuthority(string Name, DateTimeOffset? RetiresAt)
{
    /// <summary>It is somebody else's, so its certificates never speak for an edge of ours.</summary>
    public bool IsImported { get; init; }
}
