using Bulwark.Core.Hosting;

namespace Bulwark.Pki;

/// <summary>Names of the files under <c>pki/</c>. Operators and scripts rely on them.</summary>
public sealed class PkiFolder(DataDirectory data)
{
    /// <summary>Signs the edge's server certificate; what clients are given.</summary>
    public const string PublicCa = "public-ca";

    /// <summary>Signs the load balancer's server leaf and the client leaves that pass its lock.</summary>
    public const string OriginCa = "origin-ca";

    /// <summary>Signs the admin plane's server leaf and the client leaves that it lets in.</summary>
    public const string AdminCa = "admin-ca";

    /// <summary>The edge's server leaf; its names are the served hosts.</summary>
    public const string EdgeServer = "edge-server";

    /// <summary>The edge's server certificate of a public CA, brought by ACME.</summary>
    public const string EdgeAcme = "edge-acme";

    /// <summary>The load balancer's server leaf.</summary>
    public const string LoadBalancer = "load-balancer";

    /// <summary>What the edge presents to the load balancer.</summary>
    public const string Edge = "edge";

    /// <summary>What people and probes present to the load balancer to prove the lock. Its forwarded headers are believed by nobody.</summary>
    public const string EdgeClient = "edge-client";

    /// <summary>A revoked client leaf of the origin CA, with which probes see that it is refused.</summary>
    public const string RevokedClient = "revoked-client";

    /// <summary>The admin plane's server leaf.</summary>
    public const string AdminServer = "admin-server";

    /// <summary>What an administrator's client presents to the admin plane.</summary>
    public const string AdminClient = "admin-client";

    /// <summary>Names that mean something to the instance.</summary>
    internal static IReadOnlyList<string> OwnNames { get; } = [PublicCa, OriginCa, AdminCa, EdgeServer, EdgeAcme, LoadBalancer, Edge, EdgeClient, RevokedClient, AdminServer, AdminClient];

    /// <summary>Leaves that the instance itself uses: none of them may be revoked before it has been replaced.</summary>
    internal static IReadOnlyList<string> LeavesInUse { get; } = [EdgeServer, LoadBalancer, Edge, EdgeClient, AdminServer, AdminClient];

    /// <summary>Called after each change to a file of a rotation. A test dies there, to see that the folder survives it.</summary>
    internal Action Changed { get; set; } = () => { };

    /// <summary>The folder itself.</summary>
    public string Path => data.Pki;

    /// <summary>The text that opens the CA keys, unless the settings name a file elsewhere.</summary>
    public string UnlockKey => System.IO.Path.Combine(Path, "unlock.key");

    /// <summary>Says where the unlock key was moved to.</summary>
    internal string UnlockPlace => System.IO.Path.Combine(Path, "unlock.place.json");

    /// <summary>Held by the one process that changes the folder.</summary>
    public string LockFile => System.IO.Path.Combine(Path, ".lock");

    /// <summary>The highest CRL number seen of each issuer.</summary>
    internal string RevocationNumbers => System.IO.Path.Combine(Path, "crl-numbers.json");

    /// <summary>The PEM file of a CA's revocation list.</summary>
    public string RevocationList(string name) => System.IO.Path.Combine(Path, name + ".crl.pem");

    /// <summary>The PEM file of a certificate.</summary>
    public string Certificate(string name) => System.IO.Path.Combine(Path, name + ".pem");

    /// <summary>The PEM file of its private key: plain PKCS#8 for a leaf, encrypted PKCS#8 for a CA.</summary>
    public string Key(string name) => System.IO.Path.Combine(Path, name + ".key.pem");
}
