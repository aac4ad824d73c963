using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Pki;

/// <summary>
/// Takes the unlock key away from the keys that it opens. The old file goes last: after the new place was proved to open the CA, and after the next start knows of it.
/// </summary>
public static class UnlockKeyMove
{
    /// <summary>The unlock key lies beside the keys that it opens: whoever copies the folder can sign. A residual risk for <c>status</c> and <c>verify</c>.</summary>
    public static bool LiesBesideTheKeys(DataDirectory data) => File.Exists(new PkiFolder(data).UnlockKey);

    /// <summary>Moves it into a file elsewhere.</summary>
    /// <exception cref="OperatorException">The settings name a place, the file cannot be written, or it lies in the data directory.</exception>
    public static void ToFile(PkiSession session, string path)
    {
        RefuseConfigured(session);
        var target = Path.GetFullPath(path);
        if (target.StartsWith(session.Request.Data.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new OperatorException($"{target} lies in the data directory, whose copies would hold key and lock together: name a file elsewhere.");

        if (File.Exists(target))
            throw new OperatorException($"There is a file {target} already: name another one.");

        PrivateFile.Replace(target, [.. UnlockKey.Read(session.Request, session.Folder), (byte)'\n']);
        Finish(session, new UnlockKeyPlace { File = target }, target);
    }

    /// <summary>Leaves it to a systemd credential that the operator has made of <c>pki/unlock.key</c>.</summary>
    /// <exception cref="OperatorException">The settings name a place, or this process was not given the credential, or it opens no CA.</exception>
    public static void ToCredential(PkiSession session, string name)
    {
        RefuseConfigured(session);
        if (Path.GetFileName(name) != name || name.Length == 0)
            throw new OperatorException($"'{name}' is no name of a credential.");

        Finish(session, new UnlockKeyPlace { Credential = name }, $"the credential {name}");
    }

    private static void RefuseConfigured(PkiSession session)
    {
        if (session.Request.UnlockKey is not null)
            throw new OperatorException("The settings name the file of the unlock key (pki.unlockKey), which comes first: move that file, change the setting, or take the setting out.");
    }

    private static void Finish(PkiSession session, UnlockKeyPlace place, string name)
    {
        var request = session.Request;
        var passphrase = UnlockKey.ReadFrom(place, request);
        CertificateAuthority.Load(session.Folder.Certificate(PkiFolder.OriginCa), session.Folder.Key(PkiFolder.OriginCa), passphrase, request.Time).Dispose();
        PrivateFile.Replace(session.Folder.UnlockPlace, JsonSerializer.SerializeToUtf8Bytes(place, PkiJson.Default.UnlockKeyPlace));
        File.Delete(session.Folder.UnlockKey);
        Log.UnlockKeyMoved(request.Logger, name);
    }
}
