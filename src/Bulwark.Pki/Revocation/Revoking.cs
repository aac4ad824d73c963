using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki.Revocation;

/// <summary>Takes certificates of the instance's CAs back: each CA has its list beside it, which the trust store reads by itself.</summary>
public static class Revoking
{
    /// <summary>Revokes a leaf by its name. One that the instance itself uses is replaced first, so that nothing stops.</summary>
    /// <param name="session">The folder.</param>
    /// <param name="name">Base name of its files.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reload">Makes every running tier read its files again; returns when they are in force.</param>
    /// <returns>The serial number that is on the list now.</returns>
    /// <exception cref="OperatorException">There is no such leaf, or its CA cannot be opened.</exception>
    public static async Task<string> RevokeAsync(PkiSession session, string name, X509RevocationReason reason, Func<Task> reload)
    {
        using var leaf = IssuedLeaves.Load(session.Folder, name);
        var issuer = IssuerOf(session, leaf) ?? throw new OperatorException($"The CA that signed {name} is not here any more: nobody trusts this certificate.");
        if (session.Plan(name) is not null)
            await ReplaceAndListAsync(session, name, issuer, leaf, reason, reload);
        else if (!RevocationListFile.Lists(session.Folder, issuer, leaf)) // asked for once more, say because the reload failed the last time: it need not be listed twice
            Add(session, issuer, leaf.SerialNumberBytes.ToArray(), reason);

        await reload();
        return leaf.SerialNumber;
    }

    /// <summary>Revokes whatever certificate of a CA has this serial number, be it anywhere.</summary>
    /// <exception cref="OperatorException">It is no serial number, or that of a leaf that the instance itself uses.</exception>
    public static async Task<string> RevokeSerialAsync(PkiSession session, string authority, string serial, X509RevocationReason reason, Func<Task> reload)
    {
        var bytes = ParseSerial(serial);
        var inUse = AuthorityPlan.For(session.Request).SelectMany(plan => plan.Leaves).Select(leaf => leaf.Name).FirstOrDefault(name => HasSerial(session.Folder, name, bytes));
        if (inUse is not null)
            throw new OperatorException($"The certificate {serial} is in use as {inUse}: bulwark pki revoke {inUse} issues a new one first.");

        Add(session, authority, bytes, reason);
        await reload();
        return Convert.ToHexString(bytes);
    }

    /// <summary>The list lies ready before the leaf's file is gone: whatever happens then, a crash or a reload that fails, nobody has to remember what was to be revoked.</summary>
    private static async Task ReplaceAndListAsync(PkiSession session, string name, string issuer, X509Certificate2 leaf, X509RevocationReason reason, Func<Task> reload)
    {
        RevocationListFile.Prepare(session.Request, session.Folder, issuer, session.Authority(issuer), leaf.SerialNumberBytes.ToArray(), reason);
        session.Folder.Changed();
        LeafRotation.Run(session, name);
        await reload();
        RevocationListFile.PutInForce(session.Folder, issuer);
        session.Folder.Changed();
    }

    private static void Add(PkiSession session, string issuer, byte[] serial, X509RevocationReason reason) =>
        RevocationListFile.Add(session.Request, session.Folder, issuer, session.Authority(issuer), serial, reason);

    private static string? IssuerOf(PkiSession session, X509Certificate2 leaf) =>
        IssuedLeaves.Issuers(session).FirstOrDefault(name =>
        {
            using var authority = CertificateFiles.LoadCertificate(session.Folder.Certificate(name));
            return LeafState.IsSignedBy(authority, leaf);
        });

    private static bool HasSerial(PkiFolder folder, string name, byte[] serial)
    {
        if (!File.Exists(folder.Certificate(name)))
            return false;

        using var leaf = CertificateFiles.LoadCertificate(folder.Certificate(name));
        return RevocationList.Key(leaf.SerialNumberBytes.Span) == RevocationList.Key(serial);
    }

    private static byte[] ParseSerial(string text)
    {
        var hex = text.Replace(":", "", StringComparison.Ordinal);
        var isSerial = hex.Length is > 0 and <= 40 && hex.All(char.IsAsciiHexDigit);
        return isSerial
            ? Convert.FromHexString(hex.Length % 2 == 0 ? hex : "0" + hex)
            : throw new OperatorException($"'{text}' is no serial number: write it in hexadecimal, as bulwark pki show does.");
    }
}
