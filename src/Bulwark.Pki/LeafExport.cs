using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki;

/// <summary>Copies a certificate, with its key if it is a leaf, to where another program can have it.</summary>
public static class LeafExport
{
    /// <summary>Copies it.</summary>
    /// <returns>The files that were written.</returns>
    /// <exception cref="OperatorException">It is not there, or it must not leave.</exception>
    public static IReadOnlyList<string> Run(PkiFolder folder, string name, string directory)
    {
        if (name == PkiFolder.Edge)
            throw new OperatorException("The edge's own leaf is never exported, for whoever holds it is the edge: give the other program one of its own with: bulwark pki issue NAME");

        var isAuthority = name is PkiFolder.PublicCa or PkiFolder.OriginCa or PkiFolder.AdminCa;
        if (!isAuthority)
            IssuedLeaves.Load(folder, name).Dispose();

        var sources = isAuthority ? new[] { folder.Certificate(name) } : [folder.Certificate(name), folder.Key(name)];
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return [.. sources.Select(source => Copy(source, directory))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The folder {directory} cannot be written: {e.Message}", e);
        }
    }

    private static string Copy(string source, string directory)
    {
        var target = Path.Combine(directory, Path.GetFileName(source));
        if (File.Exists(target))
            throw new OperatorException($"There is a file {target} already: choose another folder.");

        PrivateFile.Replace(target, PrivateFile.Read(source));
        return target;
    }
}
