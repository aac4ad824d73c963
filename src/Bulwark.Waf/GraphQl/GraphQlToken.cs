using Bulwark.Waf.Text;

namespace Bulwark.Waf.GraphQl;

/// <summary>A token of a GraphQL document.</summary>
/// <param name="Kind">A punctuator is its own byte.</param>
/// <param name="Text">The text of a name; empty for others.</param>
internal readonly record struct GraphQlToken(byte Kind, ByteSlice Text)
{
    public const byte End = 0;
    public const byte Name = (byte)'a';
    public const byte Spread = (byte)'.';

    /// <summary>A string, a number or a byte that is no token.</summary>
    public const byte Other = (byte)'0';

    public bool Is(ReadOnlySpan<byte> name) => Kind == Name && Text.Span.SequenceEqual(name);
}
