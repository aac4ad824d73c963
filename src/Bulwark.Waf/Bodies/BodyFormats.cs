using System.Diagnostics.CodeAnalysis;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies;

/// <summary>The names of body formats in rules (<c>ctl:requestBodyProcessor=XML</c>), and the formats that follow from a Content-Type.</summary>
internal static class BodyFormats
{
    private static readonly ByteSlice UrlEncoded = ByteSlice.Of("URLENCODED");
    private static readonly ByteSlice Multipart = ByteSlice.Of("MULTIPART");
    private static readonly ByteSlice Json = ByteSlice.Of("JSON");
    private static readonly ByteSlice Xml = ByteSlice.Of("XML");

    /// <summary>As ModSecurity, the beginning of the value decides; JSON and XML are left to rules.</summary>
    public static BodyFormat OfContentType(ReadOnlySpan<byte> contentType) =>
        StartsWith(contentType, "multipart/form-data"u8) ? BodyFormat.Multipart
        : StartsWith(contentType, "application/x-www-form-urlencoded"u8) ? BodyFormat.UrlEncoded
        : BodyFormat.None;

    public static ByteSlice NameOf(BodyFormat format) => format switch
    {
        BodyFormat.None => ByteSlice.Empty,
        BodyFormat.UrlEncoded => UrlEncoded,
        BodyFormat.Multipart => Multipart,
        BodyFormat.Json => Json,
        BodyFormat.Xml => Xml,
    };

    /// <summary>The format that a rule names; names are compared without case.</summary>
    public static bool TryFind(string name, [MaybeNullWhen(false)] out BodyFormat format)
    {
        foreach (var candidate in Enum.GetValues<BodyFormat>())
        {
            if (candidate != BodyFormat.None && string.Equals(NameOf(candidate).ToString(), name, StringComparison.OrdinalIgnoreCase))
            {
                format = candidate;
                return true;
            }
        }

        format = BodyFormat.None;
        return false;
    }

    private static bool StartsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> start) =>
        value.Length >= start.Length && System.Text.Ascii.EqualsIgnoreCase(value[..start.Length], start);
}
