using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Proxy.Firewall.Rules;

/// <summary>What files say at present, as one hash: rules are read again only when that has changed.</summary>
internal static class RuleFiles
{
    /// <summary>Every file of a folder, and of the folders in it.</summary>
    public static IEnumerable<string> Of(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];

    /// <summary>The names and contents of files. A file that is not there counts as one that says so.</summary>
    public static string Hash(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file + '\0'));
            hash.AppendData(File.Exists(file) ? SHA256.HashData(File.ReadAllBytes(file)) : [0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
