using System.Text;

namespace Bulwark.Waf.Parsing;

/// <summary>Reads the text of a rule file, or of a file that a rule names.</summary>
internal static class RuleFile
{
    /// <summary>How large a file may be, in bytes. No rule set comes near it.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path of a file that is named in another one: relative to that one.</summary>
    public static string Resolve(string namedIn, string path) => Path.Combine(Path.GetDirectoryName(namedIn) ?? "", path);

    /// <exception cref="RuleException">The file cannot be read, is too large or is not UTF-8.</exception>
    public static string Read(string path)
    {
        try
        {
            // Not by its length: a device has none, and ends nowhere.
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            Span<byte> buffer = stackalloc byte[16 * 1024];
            for (var length = file.Read(buffer); length > 0; length = file.Read(buffer))
            {
                bytes.Write(buffer[..length]);
                if (bytes.Length > MaximumLength)
                    throw new RuleException($"'{path}' is larger than {MaximumLength} bytes");
            }

            return Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new RuleException($"'{path}' is not UTF-8", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RuleException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
