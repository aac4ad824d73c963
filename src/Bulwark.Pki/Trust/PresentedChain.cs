using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki.Revocation;

namespace Bulwark.Pki.Trust;

/// <summary>A leaf and what the chain engine found above it: what the <see cref="TrustRules"/> look at.</summary>
internal sealed record PresentedChain
{
    public required X509Certificate2 Leaf { get; init; }

    /// <summary>The leaf first, the trusted CA last; the leaf alone when nothing leads to one.</summary>
    public required IReadOnlyList<X509Certificate2> Certificates { get; init; }

    /// <summary>Everything that the chain engine objects to, anywhere in the chain.</summary>
    public required X509ChainStatusFlags Status { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>How many CAs may stand above the leaf.</summary>
    public required int MaxDepth { get; init; }

    public required IReadOnlySet<SpkiPin> Pins { get; init; }

    public required IReadOnlyList<SubjectPattern> Subjects { get; init; }

    public required RevocationLists Revocations { get; init; }

    public bool Has(X509ChainStatusFlags flags) => (Status & flags) != X509ChainStatusFlags.NoError;
}
