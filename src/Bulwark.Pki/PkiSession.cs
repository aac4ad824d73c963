using System.Text;
using Bulwark.Core;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki;

/// <summary>
/// The PKI folder in the hands of one process that changes it: locked, and put in order first. A CA is opened when something is to be signed, and stays open until the end.
/// </summary>
public sealed class PkiSession : IDisposable
{
    private readonly FileStream _lock;
    private readonly Dictionary<string, CertificateAuthority> _open = new(StringComparer.Ordinal);

    private PkiSession(PkiRequest request, PkiFolder folder, FileStream heldLock)
    {
        Request = request;
        Folder = folder;
        _lock = heldLock;
    }

    /// <summary>Where the files are.</summary>
    public PkiFolder Folder { get; }

    internal PkiRequest Request { get; }

    internal DateTimeOffset Now => Request.Time.GetUtcNow();

    /// <summary>Takes the folder.</summary>
    /// <exception cref="OperatorException">Another process holds it, or a file in it cannot be used.</exception>
    public static PkiSession Open(PkiRequest request)
    {
        var folder = new PkiFolder(request.Data);
        var heldLock = PkiLock.Acquire(folder.LockFile);
        try
        {
            FolderRepair.Run(folder, request.Time.GetUtcNow());
            return new PkiSession(request, folder, heldLock);
        }
        catch
        {
            heldLock.Dispose();
            throw;
        }
    }

    /// <summary>A CA of the folder, ready to sign.</summary>
    internal CertificateAuthority Authority(string name)
    {
        if (!_open.TryGetValue(name, out var authority))
            _open.Add(name, authority = CertificateAuthority.Load(Folder.Certificate(name), Folder.Key(name), UnlockKey.Read(Request, Folder), Request.Time));

        return authority;
    }

    /// <summary>Forgets an opened CA whose files have changed.</summary>
    internal void Close(string name)
    {
        if (_open.Remove(name, out var authority))
            authority.Dispose();
    }

    /// <summary>Signs a leaf and puts it in its place.</summary>
    internal void Issue(string name, LeafProfile profile, CertificateAuthority authority, string reason)
    {
        using var leaf = authority.Issue(profile);
        CertificatePair.Replace(Folder, name, Encoding.ASCII.GetBytes(leaf.ExportCertificatePem() + "\n"), CertificateFiles.ExportKey(leaf));
        Log.LeafIssued(Request.Logger, Folder.Certificate(name), leaf.ValidUntil, reason);
    }

    /// <summary>The plan of a leaf that the instance itself uses, and the CA that signs it; null: it was issued for somebody else.</summary>
    internal (LeafPlan Leaf, string Authority)? Plan(string name)
    {
        foreach (var authority in AuthorityPlan.For(Request))
        {
            if (authority.Leaves.FirstOrDefault(leaf => leaf.Name == name) is { } leaf)
                return (leaf, authority.Name);
        }

        return null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var authority in _open.Values)
            authority.Dispose();

        _lock.Dispose();
    }
}
