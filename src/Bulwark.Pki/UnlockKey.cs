using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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

        if (ReadPlace(folder) is { } place)
            return ReadFrom(place, request);

        if (!File.Exists(folder.UnlockKey))
            throw new OperatorException($"The file {folder.UnlockKey} is missing, and without it no CA key can be opened: put it back.");

        return ReadFile(folder.UnlockKey);
    }

    /// <summary>Reads it from where it was moved to.</summary>
    /// <exception cref="OperatorException">It is not there, or open to other users.</exception>
    public static byte[] ReadFrom(UnlockKeyPlace place, PkiRequest request)
    {
        if (place.File is not null)
            return ReadFile(place.File);

        return request.CredentialsDirectory is { } directory && File.Exists(Path.Combine(directory, place.Credential!))
            ? Trim(File.ReadAllBytes(Path.Combine(directory, place.Credential!))) // systemd lets the service in by an ACL, which shows as a mode open to the group
            : throw new OperatorException($"The credential {place.Credential}, which opens the CA keys, was not given to this process: run it as the service with LoadCredentialEncrypted={place.Credential}:...");
    }

    /// <summary>Reads it, or makes one for a folder in which nothing is locked with it yet.</summary>
    public static byte[] ReadOrCreate(PkiRequest request, PkiFolder folder)
    {
        if (request.UnlockKey is null && !File.Exists(folder.UnlockKey) && !File.Exists(folder.UnlockPlace) && !HasLockedKeys(folder))
            PrivateFile.Replace(folder.UnlockKey, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true) + "\n"));

        return Read(request, folder);
    }

    private static byte[] ReadFile(string path) => Trim(PrivateFile.Read(path));

    private static byte[] Trim(byte[] text) => text.AsSpan().Trim(" \t\r\n"u8).ToArray();

    private static UnlockKeyPlace? ReadPlace(PkiFolder folder)
    {
        if (!File.Exists(folder.UnlockPlace))
            return null;

        try
        {
            if (JsonSerializer.Deserialize(PrivateFile.Read(folder.UnlockPlace), PkiJson.Default.UnlockKeyPlace) is { } place && (place.File is null) != (place.Credential is null))
                return place;
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new OperatorException($"The file {folder.UnlockPlace} is damaged: name the file of the unlock key in the settings (pki.unlockKey) and remove it.");
    }

    private static bool HasLockedKeys(PkiFolder folder) =>
        new[] { PkiFolder.PublicCa, PkiFolder.OriginCa, PkiFolder.AdminCa }.Any(name => File.Exists(folder.Certificate(name)));
}
