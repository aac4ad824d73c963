using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary>
/// <c>t:cmdLine</c>: undoes what shells ignore. Quotes, backslashes and carets go; commas, semicolons and white space become one space, which goes before
/// a slash or an opening parenthesis; letters become small.
/// </summary>
internal sealed class CmdLine : Transformation
{
    /// <summary>All bytes that do not simply stay. A single space may stay, so it is looked at separately.</summary>
    private static readonly SearchValues<byte> Changed = SearchValues.Create("\"'\\^,;\t\r\nABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>What a byte becomes wherever it stands; 0 where that depends on what it is and where.</summary>
    private static readonly byte[] Plain = [.. Enumerable.Range(0, 256).Select(b => "\"'\\^ ,;\t\r\n/("u8.Contains((byte)b) ? (byte)0 : Ascii.ToLower((byte)b))];

    public override string Name => "cmdLine";

    public override ByteClasses Triggers => ByteClasses.Quote | ByteClasses.Backslash | ByteClasses.Caret | ByteClasses.Comma | ByteClasses.Semicolon
        | ByteClasses.Whitespace | ByteClasses.Upper;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAny(Changed) && !HasSpaceThatGoes(input))
            return false;

        var target = output.GetSpan(input.Length);
        var written = 0;
        var afterSpace = false;
        foreach (var b in input)
        {
            if (Plain[b] is not 0 and var plain)
            {
                target[written++] = plain;
                afterSpace = false;
                continue;
            }

            if (b is (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'^')
                continue;

            var isSpace = b is (byte)' ' or (byte)',' or (byte)';' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            if (isSpace && afterSpace)
                continue;

            if (afterSpace && b is (byte)'/' or (byte)'(')
                written--;

            target[written++] = isSpace ? (byte)' ' : b;
            afterSpace = isSpace;
        }

        output.Advance(written);
        return true;
    }

    /// <summary>Whether a space is followed by another one, by a slash or by an opening parenthesis.</summary>
    private static bool HasSpaceThatGoes(ReadOnlySpan<byte> input)
    {
        while (input.IndexOf((byte)' ') is >= 0 and var next && next + 1 < input.Length)
        {
            if (input[next + 1] is (byte)' ' or (byte)'/' or (byte)'(')
                return true;

            input = input[(next + 1)..];
        }

        return false;
    }
}
