using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki.Revocation;

/// <summary>
/// A client leaf that is good for one thing: being refused. Whoever wants to see that revoked certificates do not pass presents it. It is on its CA's list before it
/// lies in the folder, so that it was never trusted.
/// </summary>
internal static class RevokedLeaf
{
    private static readonly LeafPlan Leaf = LeafPlan.Client(PkiFolder.RevokedClient);

    /// <summary>Issues one in the place of the one before.</summary>
    public static void Issue(PkiRequest request, PkiFolder folder, string issuer, CertificateAuthority authority, string reason)
    {
        using var leaf = authority.Issue(Leaf.Profile);
        RevocationListFile.Add(request, folder, issuer, authority, leaf.SerialNumberBytes.ToArray(), X509RevocationReason.CessationOfOperation);
        CertificatePair.Replace(folder, Leaf.Name, Encoding.ASCII.GetBytes(leaf.ExportCertificatePem() + "\n"), CertificateFiles.ExportKey(leaf));
        Log.LeafIssued(request.Logger, folder.Certificate(Leaf.Name), leaf.ValidUntil, reason);
    }

    /// <summary>Why one has to be issued; null: the one in the folder is revoked, and right in everything else.</summary>
    public static string? ReasonToIssue(PkiFolder folder, string issuer, X509Certificate2 authority, DateTimeOffset now)
    {
        if (!File.Exists(folder.Certificate(Leaf.Name)))
            return "there was none";

        try
        {
            using var present = CertificateFiles.Load(folder.Certificate(Leaf.Name), folder.Key(Leaf.Name));
            return LeafState.ReasonToIssue(present, authority, Leaf.Profile, now) ?? (RevocationListFile.Lists(folder, issuer, present) ? null : "it was not revoked");
        }
        catch (OperatorException)
        {
            // A pair that nobody trusts is worth no stop: another one takes its place.
            return "it could not be used";
        }
    }
}
