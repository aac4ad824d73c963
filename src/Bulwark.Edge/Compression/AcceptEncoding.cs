using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Edge.Compression;

/// <summary>Reads <c>Accept-Encoding</c> (RFC 9110 section 12.5.3).</summary>
internal static class AcceptEncoding
{
    /// <summary>What the client likes best of what we have; of two that it likes the same, the one that packs better. What cannot be read is not wanted.</summary>
    public static Coding Choose(StringValues header)
    {
        double? gzip = null, brotli = null, other = null;
        foreach (var value in header)
        {
            foreach (var part in value.AsSpan().Split(','))
                Read(value.AsSpan(part).Trim(), ref gzip, ref brotli, ref other);
        }

        var ofGzip = gzip ?? other ?? 0;
        var ofBrotli = brotli ?? other ?? 0;
        if (ofBrotli > 0 && ofBrotli >= ofGzip)
            return Coding.Brotli;

        return ofGzip > 0 ? Coding.Gzip : Coding.Identity;
    }

    private static void Read(ReadOnlySpan<char> part, ref double? gzip, ref double? brotli, ref double? other)
    {
        var semicolon = part.IndexOf(';');
        var name = semicolon < 0 ? part : part[..semicolon].TrimEnd();
        var weight = semicolon < 0 ? 1 : WeightOf(part[(semicolon + 1)..].Trim());
        if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
            gzip = weight;
        else if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
            brotli = weight;
        else if (name is "*")
            other = weight;
    }

    private static double WeightOf(ReadOnlySpan<char> parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
        && weight <= 1
            ? weight
            : 0;
}
