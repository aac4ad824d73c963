using System.Security.Cryptography;

namespace Bulwark.Pki;

/// <summary>A CA of the instance and the leaves that it signs.</summary>
/// <param name="Name">Base name of its files.</param>
/// <param name="CommonName">Start of its CN; a random part follows, so that the CAs of two instances can be told apart.</param>
/// <param name="Leaves">What it signs.</param>
internal sealed record AuthorityPlan(string Name, string CommonName, IReadOnlyList<LeafPlan> Leaves)
{
    /// <summary>It also signs a leaf that it revokes at once (<see cref="Revocation.RevokedLeaf"/>).</summary>
    public bool HasRevokedLeaf { get; init; }

    /// <summary>The CN of a new CA of this plan.</summary>
    public string NewCommonName() => $"{CommonName} {RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <summary>Every CA of an instance, in the order in which they are made.</summary>
    public static IReadOnlyList<AuthorityPlan> For(PkiRequest request)
    {
        var authorities = new List<AuthorityPlan>();
        if (!request.HasEdgeCertificate)
            authorities.Add(new(PkiFolder.PublicCa, "Bulwark public CA", [LeafPlan.Server(PkiFolder.EdgeServer, request.Hosts)]));

        authorities.Add(new(PkiFolder.OriginCa, "Bulwark origin CA",
        [
            LeafPlan.Server(PkiFolder.LoadBalancer, ["origin", "localhost", "127.0.0.1"]),
            LeafPlan.Client(PkiFolder.Edge),
            LeafPlan.Client(PkiFolder.EdgeClient),
        ]) { HasRevokedLeaf = true });
        authorities.Add(new(PkiFolder.AdminCa, "Bulwark admin CA",
        [
            LeafPlan.Server(PkiFolder.AdminServer, ["localhost", "127.0.0.1", "::1"]),
            LeafPlan.Client(PkiFolder.AdminClient),
        ]));
        return authorities;
    }
}
