using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki.Revocation;

namespace Bulwark.Pki.Rotation;

/// <summary>Exchanges a leaf for one with a new key.</summary>
public static class LeafRotation
{
    /// <summary>Exchanges one leaf, or all that the instance itself uses.</summary>
    /// <param name="session">The folder.</param>
    /// <param name="name">Base name of its files; <c>all</c> for every leaf of the instance.</param>
    /// <exception cref="OperatorException">There is no such leaf, or its CA cannot be opened.</exception>
    public static IReadOnlyList<string> Run(PkiSession session, string name)
    {
        var names = name == "all" ? [.. AuthorityPlan.For(session.Request).SelectMany(plan => plan.Leaves).Select(leaf => leaf.Name)] : new[] { name };
        foreach (var leaf in names)
            Exchange(session, leaf);

        return names;
    }

    private static void Exchange(PkiSession session, string name)
    {
        if (session.Plan(name) is { } planned)
        {
            session.Issue(name, planned.Leaf.Profile, session.Authority(planned.Authority), "it was exchanged");
            return;
        }

        if (name == PkiFolder.RevokedClient)
        {
            RevokedLeaf.Issue(session.Request, session.Folder, PkiFolder.OriginCa, session.Authority(PkiFolder.OriginCa), "it was exchanged");
            return;
        }

        if (name == PkiFolder.EdgeAcme)
            throw new OperatorException($"{name} is not of a CA here: the edge asks its ACME server for another one.");

        using var present = IssuedLeaves.Load(session.Folder, name);
        var authority = IssuedLeaves.AuthorityOf(session, present)
            ?? throw new OperatorException($"The CA that signed {name} signs no more: issue a new one with another name.");
        using var key = present.GetRSAPublicKey() is { } rsa ? RSA.Create(rsa.KeySize) : null;
        session.Issue(name, IssuedLeaves.ProfileOf(present) with { Key = key }, session.Authority(authority), "it was exchanged");
    }
}
