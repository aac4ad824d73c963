using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Pki.Rotation;

/// <summary>Foreign CAs in the trust store of the load balancer: another organisation's edge, or the one that signs Cloudflare's authenticated origin pulls.</summary>
public static class AuthorityImport
{
    /// <summary>Trusts a CA from now on.</summary>
    /// <param name="session">The folder.</param>
    /// <param name="file">PEM file with its certificate.</param>
    /// <param name="name">Base name of its file in <c>pki/</c>.</param>
    /// <exception cref="OperatorException">The file holds no usable CA, or the name is taken.</exception>
    public static void Import(PkiSession session, string file, string name)
    {
        IssuedLeaves.CheckName(name);
        if (File.Exists(session.Folder.Certificate(name)))
            throw new OperatorException($"There is a certificate {session.Folder.Certificate(name)} already: choose another --name.");

        var certificates = CertificateFiles.LoadAll(file);
        foreach (var certificate in certificates)
        {
            if (!LeafRules.IsAuthority(certificate))
                throw new OperatorException($"{file} holds '{certificate.Subject}', which is not a CA certificate: remove it.");

            if (!LeafRules.HasStrongKey(certificate) || !LeafRules.HasGoodSignature(certificate))
                throw new OperatorException($"{file} holds '{certificate.Subject}', whose key or signature is too weak: ask for a newer one.");

            if (session.Now > certificate.ValidUntil)
                throw new OperatorException($"{file} holds '{certificate.Subject}', which expired on {certificate.ValidUntil:u}: ask for a newer one.");
        }

        // The certificate first: a name in the trust file whose certificate is missing would stop the next start.
        PrivateFile.Replace(session.Folder.Certificate(name), Encoding.ASCII.GetBytes(string.Join('\n', certificates.Select(certificate => certificate.ExportCertificatePem())) + "\n"));
        var trust = new AuthorityTrust(session.Folder, PkiFolder.OriginCa);
        trust.Write(trust.Read().Authorities.Append(new FormerAuthority(name, RetiresAt: null) { IsImported = true }));
        Log.AuthorityImported(session.Request.Logger, session.Folder.Certificate(name));
    }

    /// <summary>Gives an imported or replaced CA its last day.</summary>
    /// <exception cref="OperatorException">No such CA is trusted beside the signing one.</exception>
    public static void Retire(PkiSession session, string name, DateTimeOffset retiresAt)
    {
        foreach (var authority in new[] { PkiFolder.OriginCa, PkiFolder.AdminCa, PkiFolder.PublicCa })
        {
            var trust = new AuthorityTrust(session.Folder, authority);
            var all = trust.Read().Authorities;
            if (!all.Any(one => one.Name == name))
                continue;

            trust.Write(all.Select(one => one.Name == name ? one with { RetiresAt = retiresAt } : one));
            Log.AuthorityRetired(session.Request.Logger, session.Folder.Certificate(name), retiresAt);
            return;
        }

        throw new OperatorException($"No CA '{name}' is trusted beside those that sign: bulwark pki show lists them, and bulwark pki rotate ca exchanges one that signs.");
    }
}
