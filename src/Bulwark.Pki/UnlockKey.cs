using System.Security.Cryptography;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Pki;

/// <summary>The text that opens the CA keys.</summary>
internal static class UnlockKey
{
    private const int RandomBytes = 32;

    /// <summary>Reads it, from where the settings say or from <c>pki/unlock.key</c>.</summary>
    /// <exception cref="OperatorException">It is missing, unreadable or open to other users.</exception>
    public static byte[] Read(PkiRequest request, PkiFolder folder)
    {
        if (request.UnlockKey is { } elsewhere)
            return elsewhere.Read(request.Data.Root);

        if (!File.Exists(folder.UnlockKey))
            throw new OperatorException($"The file {folder.UnlockKey} is missing, and without it no CA key can be opened: put it back.");

        return PrivateFile.Read(folder.UnlockKey).AsSpan().Trim(" \t\r\n"u8).ToArray();
    }

    /// <summary>Reads it, or makes one for a folder in which nothing is locked with it yet.</summary>
    public static byte[] ReadOrCreate(PkiRequest request, PkiFolder folder)
    {
        if (request.UnlockKey is null && !File.Exists(folder.UnlockKey) && !HasLockedKeys(folder))
            PrivateFile.Replace(folder.UnlockKey, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true) + "\n"));

        return Read(request, folder);
    }

    private static bool HasLockedKeys(PkiFolder folder) =>
        new[] { PkiFolder.PublicCa, PkiFolder.OriginCa, PkiFolder.AdminCa }.Any(name => File.Exists(folder.Certificate(name)));
}
