using System.Diagnostics;
using System.Text;

namespace Bulwark.Waf.Text;

/// <summary>A run of bytes inside a buffer that somebody else owns: how every value of a request is held. Requests are bytes, not characters.</summary>
/// <remarks>Cheaper than <see cref="ReadOnlyMemory{T}"/>, whose span costs a type test. It lives no longer than the transaction whose buffers it shows.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
internal readonly struct ByteSlice(byte[] array, int offset, int length)
{
    private readonly byte[] _array = array;
    private readonly int _offset = offset;

    public ByteSlice(byte[] array)
        : this(array, 0, array.Length)
    {
    }

    public static ByteSlice Empty => default;

    public int Length { get; } = length;

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Span => new(_array, _offset, Length);

    /// <summary>The UTF-8 bytes of <paramref name="text"/>, in a buffer of their own.</summary>
    public static ByteSlice Of(string text) => new(Encoding.UTF8.GetBytes(text));

    public ByteSlice Slice(int start) => new(_array, _offset + start, Length - start);

    public ByteSlice Slice(int start, int length) => new(_array, _offset + start, length);

    /// <summary>Each byte as the character of the same number (ISO 8859-1), for messages and tests.</summary>
    public override string ToString() => Encoding.Latin1.GetString(Span);
}
