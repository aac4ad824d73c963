namespace Bulwark.Pki;

/// <summary>A leaf of the instance.</summary>
/// <param name="Name">Base name of its files.</param>
/// <param name="Profile">What it says of itself.</param>
internal sealed record LeafPlan(string Name, LeafProfile Profile)
{
    /// <summary>A server's leaf. Its names are in the SAN alone as far as clients care; the CN is for people.</summary>
    public static LeafPlan Server(string name, IReadOnlyList<string> hosts) =>
        new(name, new LeafProfile { CommonName = $"bulwark-{name}", Hosts = hosts, Usages = [Oids.ServerAuth] });

    /// <summary>A client's leaf, known by its CN.</summary>
    public static LeafPlan Client(string name) =>
        new(name, new LeafProfile { CommonName = $"bulwark-{name}", Usages = [Oids.ClientAuth] });
}
