using System.Diagnostics.CodeAnalysis;
using Bulwark.Waf.Transformations.Cleaning;
using Bulwark.Waf.Transformations.Decoding;
using Bulwark.Waf.Transformations.Encoding;

namespace Bulwark.Waf.Transformations;

/// <summary>Every transformation by its name; names are compared without case.</summary>
/// <param name="unicodeMap">What <c>SecUnicodeMapFile</c> named, for <c>t:urlDecodeUni</c>; null without one.</param>
internal sealed class TransformationTable(UnicodeMap? unicodeMap = null)
{
    private static readonly NormalizePath NormalizePath = new();
    private static readonly NormalizePathWin NormalizePathWin = new();

    private readonly Dictionary<string, Transformation> _rows = new(StringComparer.OrdinalIgnoreCase)
    {
        ["base64Decode"] = new Base64Decode(),
        ["base64DecodeExt"] = new Base64DecodeExt(),
        ["base64Encode"] = new Base64Encode(),
        ["cmdLine"] = new CmdLine(),
        ["compressWhitespace"] = new CompressWhitespace(),
        ["cssDecode"] = new CssDecode(),
        ["escapeSeqDecode"] = new EscapeSeqDecode(),
        ["hexDecode"] = new HexDecode(),
        ["hexEncode"] = new HexEncode(),
        ["htmlEntityDecode"] = new HtmlEntityDecode(),
        ["jsDecode"] = new JsDecode(),
        ["length"] = new Length(),
        ["lowercase"] = new Lowercase(),
        ["md5"] = new Md5(),
        ["none"] = new None(),
        ["normalisePath"] = NormalizePath,
        ["normalisePathWin"] = NormalizePathWin,
        ["normalizePath"] = NormalizePath,
        ["normalizePathWin"] = NormalizePathWin,
        ["parityEven7bit"] = new ParityEven7bit(),
        ["parityOdd7bit"] = new ParityOdd7bit(),
        ["parityZero7bit"] = new ParityZero7bit(),
        ["removeComments"] = new RemoveComments(),
        ["removeCommentsChar"] = new RemoveCommentsChar(),
        ["removeNulls"] = new RemoveNulls(),
        ["removeWhitespace"] = new RemoveWhitespace(),
        ["replaceComments"] = new ReplaceComments(),
        ["replaceNulls"] = new ReplaceNulls(),
        ["sha1"] = new Sha1(),
        ["sqlHexDecode"] = new SqlHexDecode(),
        ["trim"] = new Trim(),
        ["trimLeft"] = new TrimLeft(),
        ["trimRight"] = new TrimRight(),
        ["uppercase"] = new Uppercase(),
        ["urlDecode"] = new UrlDecode(),
        ["urlDecodeUni"] = new UrlDecodeUni(unicodeMap),
        ["urlEncode"] = new UrlEncode(),
        ["utf8toUnicode"] = new Utf8ToUnicode(),
    };

    /// <summary>All of them, aliases once.</summary>
    public IEnumerable<Transformation> All => _rows.Values.Distinct();

    public bool TryFind(string name, [NotNullWhen(true)] out Transformation? transformation) => _rows.TryGetValue(name, out transformation);
}
