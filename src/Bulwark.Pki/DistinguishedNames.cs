using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bulwark.Pki;

/// <summary>Names of subjects and issuers as text (RFC 2253): the last part first, <c>CN=edge,O=Example</c>.</summary>
public static class DistinguishedNames
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["0.9.2342.19200300.100.1.1"] = "UID",
    };

    /// <summary>The name as RFC 2253 writes it, with everything that is not printable ASCII escaped, so that it fits into a header and a log line.</summary>
    public static string ToRfc2253(X500DistinguishedName name)
    {
        try
        {
            return string.Join(',', name.EnumerateRelativeDistinguishedNames(reversed: true).Select(Part));
        }
        catch (CryptographicException)
        {
            // A name that does not parse is shown as its bytes (RFC 2253 section 2.4 does so with values).
            return "#" + Convert.ToHexStringLower(name.RawData);
        }
    }

    /// <summary>The CN, if the name has exactly one; null for none and for several, of which any could be meant.</summary>
    public static string? OnlyCommonName(X500DistinguishedName name)
    {
        try
        {
            var parts = name.EnumerateRelativeDistinguishedNames().ToList();
            var found = parts.Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == Oids.CommonName).ToList();
            return found.Count == 1 && !parts.Exists(part => part.HasMultipleElements) ? found[0].GetSingleElementValue() : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Part(X500RelativeDistinguishedName part)
    {
        if (part.HasMultipleElements)
            return "#" + Convert.ToHexStringLower(part.RawData.Span);

        var type = part.GetSingleElementType().Value ?? "";
        return $"{Types.GetValueOrDefault(type, type)}={Escape(part.GetSingleElementValue() ?? "")}";
    }

    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            var isAtEdge = (i == 0 && letter is ' ' or '#') || (i == value.Length - 1 && letter == ' ');
            if (letter is < ' ' or > '~')
                AppendBytes(text, letter, value, ref i);
            else if (isAtEdge || letter is ',' or '+' or '"' or '\\' or '<' or '>' or ';')
                text.Append('\\').Append(letter);
            else
                text.Append(letter);
        }

        return text.ToString();
    }

    private static void AppendBytes(StringBuilder text, char letter, string value, ref int i)
    {
        var rune = Rune.TryGetRuneAt(value, i, out var whole) ? whole : Rune.ReplacementChar;
        if (char.IsHighSurrogate(letter) && rune != Rune.ReplacementChar)
            i++;

        Span<byte> bytes = stackalloc byte[4];
        foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
            text.Append('\\').Append(Convert.ToHexString([one]));
    }
}
