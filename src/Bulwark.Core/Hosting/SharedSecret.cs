using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Core.Hosting;

/// <summary>
/// A secret that two tiers of one instance know each other by: 256 random bits as 64 hexadecimal digits in <c>secrets/&lt;name&gt;.secret</c>.
/// Whichever tier starts first makes it.
/// </summary>
public static class SharedSecret
{
    private const int Digits = 64;

    /// <summary>Where the secret of this name lies.</summary>
    public static string PathOf(DataDirectory data, string name) => Path.Combine(data.Secrets, $"{name}.secret");

    /// <summary>The secret; made now if it is missing. Safe when several processes ask at once.</summary>
    /// <param name="data">The instance, with its folders made.</param>
    /// <param name="name">Who is known by it, for example <c>bulwark-mcp</c>.</param>
    /// <exception cref="OperatorException">The file cannot be written or read, is open to other users, or holds something else.</exception>
    public static string ReadOrCreate(DataDirectory data, string name)
    {
        var path = PathOf(data, name);
        PrivateFile.CreateIfMissing(path, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(Digits, lowercase: true)));

        // An operator who puts a secret of his own there with an editor leaves a line end.
        var secret = Encoding.ASCII.GetString(PrivateFile.Read(path)).TrimEnd('\r', '\n');
        if (secret.Length != Digits || !secret.All(char.IsAsciiHexDigit))
        {
            throw new OperatorException(
                $"The secret file {path} is damaged: it does not hold {Digits} hexadecimal digits. Stop bulwark and delete the file; the next start makes a new one.");
        }

        return secret;
    }
}
