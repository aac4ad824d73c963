using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Revocation;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki;

/// <summary>The certificates of an instance: made when missing, renewed when old, refused when damaged.</summary>
public sealed class InstancePki
{
    private readonly PkiRequest _request;
    private readonly PkiFolder _folder;
    private bool _hasChanged;

    private InstancePki(PkiRequest request)
    {
        _request = request;
        _folder = new PkiFolder(request.Data);
    }

    /// <summary>Makes sure that every certificate of an instance with default settings is there.</summary>
    /// <param name="data">Where the files are; its folders exist.</param>
    /// <param name="hosts">Names that the edge serves.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="OperatorException">A file is damaged, open to others or missing its other half.</exception>
    public static void Ensure(DataDirectory data, IReadOnlyList<string> hosts, TimeProvider time) =>
        Ensure(new PkiRequest { Data = data, Hosts = hosts, Time = time });

    /// <summary>
    /// Makes sure that every certificate is there, belongs to its key and stays valid for a month. CA keys are opened only when something has to be
    /// issued, so a start on an intact folder is quick. Processes that start at once wait for each other.
    /// </summary>
    /// <exception cref="OperatorException">A file is damaged, open to others or missing its other half.</exception>
    /// <returns>True when something was made, renewed or cleared away, so that whoever runs has to read the files again.</returns>
    public static bool Ensure(PkiRequest request)
    {
        var pki = new InstancePki(request);
        using (PkiLock.Acquire(pki._folder.LockFile))
        {
            pki._hasChanged = FolderRepair.Run(pki._folder, request.Time.GetUtcNow());
            foreach (var authority in AuthorityPlan.For(request))
                pki.Ensure(authority);

            return pki._hasChanged;
        }
    }

    /// <summary>When the next CA retires; null: none does.</summary>
    /// <exception cref="OperatorException">A trust file is damaged.</exception>
    internal static DateTimeOffset? NextRetirement(PkiRequest request)
    {
        var folder = new PkiFolder(request.Data);
        return AuthorityPlan.For(request).SelectMany(plan => new AuthorityTrust(folder, plan.Name).Read().Authorities).Min(authority => authority.RetiresAt);
    }

    /// <summary>Opens a CA of the instance, to issue something with it.</summary>
    /// <param name="request">Whose CA.</param>
    /// <param name="name">Base name of its files, such as <see cref="PkiFolder.OriginCa"/>.</param>
    /// <exception cref="OperatorException">Its key cannot be opened; the message says why.</exception>
    public static CertificateAuthority OpenAuthority(PkiRequest request, string name) => new InstancePki(request).Open(name);

    private void Ensure(AuthorityPlan plan)
    {
        // Opened at most once, and only if there is something to sign.
        var authority = IsMissing(plan) ? Create(plan) : null;
        try
        {
            if (authority is null && File.Exists(_folder.Key(plan.Name)))
                PrivateFile.CheckMode(_folder.Key(plan.Name));

            using var certificate = CertificateFiles.LoadCertificate(_folder.Certificate(plan.Name));
            foreach (var leaf in plan.Leaves)
            {
                using var present = LoadLeaf(leaf);
                if (ReasonToIssue(present, certificate, leaf) is { } reason)
                    Issue(leaf, present, authority ??= Open(plan.Name), reason);
            }

            if (plan.HasRevokedLeaf && RevokedLeaf.ReasonToIssue(_folder, plan.Name, certificate, _request.Time.GetUtcNow()) is { } missing)
                IssueRevoked(plan.Name, ref authority, missing);
        }
        finally
        {
            authority?.Dispose();
        }
    }

    private void IssueRevoked(string issuer, ref CertificateAuthority? authority, string reason)
    {
        try
        {
            RevokedLeaf.Issue(_request, _folder, issuer, authority ??= Open(issuer), reason);
            _hasChanged = true;
        }
        catch (OperatorException e)
        {
            // An instance whose unlock key is elsewhere starts all the same: only a probe misses this leaf.
            Log.NoRevokedLeaf(_request.Logger, _folder.Certificate(PkiFolder.RevokedClient), e.Message);
        }
    }

    private bool IsMissing(AuthorityPlan plan)
    {
        if (File.Exists(_folder.Certificate(plan.Name)))
            return false;

        // A key without a certificate is what a first start leaves that died half-way, unless leaves show that the CA was once whole.
        if (File.Exists(_folder.Key(plan.Name)) && plan.Leaves.FirstOrDefault(leaf => File.Exists(_folder.Certificate(leaf.Name))) is { } orphan)
        {
            throw new OperatorException(
                $"The CA certificate {_folder.Certificate(plan.Name)} is missing although {_folder.Certificate(orphan.Name)} was signed by it: put it back, or remove its key to get a new CA.");
        }

        return true;
    }

    private CertificateAuthority Create(AuthorityPlan plan)
    {
        var authority = CertificateAuthority.Create(plan.NewCommonName(), _request.Time);
        authority.Save(_folder.Certificate(plan.Name), _folder.Key(plan.Name), UnlockKey.ReadOrCreate(_request, _folder), _request.KeyIterations);
        _hasChanged = true;
        Log.AuthorityCreated(_request.Logger, _folder.Certificate(plan.Name), authority.Certificate.ValidUntil);
        return authority;
    }

    private CertificateAuthority Open(string name) =>
        CertificateAuthority.Load(_folder.Certificate(name), _folder.Key(name), UnlockKey.Read(_request, _folder), _request.Time);

    private X509Certificate2? LoadLeaf(LeafPlan leaf) =>
        File.Exists(_folder.Certificate(leaf.Name)) ? CertificateFiles.Load(_folder.Certificate(leaf.Name), _folder.Key(leaf.Name)) : null;

    private string? ReasonToIssue(X509Certificate2? present, X509Certificate2 authority, LeafPlan leaf) =>
        present is null ? "there was none" : LeafState.ReasonToIssue(present, authority, leaf.Profile, _request.Time.GetUtcNow());

    private void Issue(LeafPlan plan, X509Certificate2? present, CertificateAuthority authority, string reason)
    {
        using var key = present is null ? null : CertificateFiles.PrivateKeyOf(present);
        using var leaf = authority.Issue(plan.Profile with { Key = key });
        CertificatePair.Replace(_folder, plan.Name, Encoding.ASCII.GetBytes(leaf.ExportCertificatePem() + "\n"), CertificateFiles.ExportKey(leaf));
        _hasChanged = true;
        Log.LeafIssued(_request.Logger, _folder.Certificate(plan.Name), leaf.ValidUntil, reason);
    }
}
