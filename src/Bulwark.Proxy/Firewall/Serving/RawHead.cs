using System.Buffers;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>The head of an HTTP/1 message, exactly as it came: its first line, and its header lines in their order.</summary>
/// <remarks>
/// It reads what a firewall should see, not what a server should accept: lines may end in LF alone, and a line that is no header is kept and reported as <see cref="Flaw"/>.
/// The memory is used again for the next message.
/// </remarks>
internal sealed class RawHead
{
    /// <summary>The most bytes of a head, its last line end included.</summary>
    public const int MostBytes = 64 * 1024;

    private readonly List<RawField> _fields = [];
    private byte[] _bytes = new byte[2048];
    private int _length;
    private int _firstLineLength;

    /// <summary>The first line without its end; empty when nothing has come.</summary>
    public ReadOnlySpan<byte> FirstLine => _bytes.AsSpan(0, _firstLineLength);

    public int Count => _fields.Count;

    /// <summary>What is wrong with the header lines, in one sentence; null when nothing is.</summary>
    public string? Flaw { get; private set; }

    public ReadOnlySpan<byte> Name(int index) => _bytes.AsSpan(_fields[index].NameStart, _fields[index].NameLength);

    public ReadOnlySpan<byte> Value(int index) => _bytes.AsSpan(_fields[index].ValueStart, _fields[index].ValueLength);

    /// <summary>Forgets the message.</summary>
    public void Clear()
    {
        _fields.Clear();
        _length = 0;
        _firstLineLength = 0;
        Flaw = null;
    }

    /// <summary>Takes bytes until the head is whole. Empty lines before the first one are dropped (RFC 9112 section 2.2).</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="used">How many of them belong to the head (or were dropped).</param>
    /// <returns>True when the head is whole. False when more is needed, or when <see cref="IsFull"/>.</returns>
    public bool Take(ReadOnlySequence<byte> bytes, out long used)
    {
        used = 0;
        foreach (var memory in bytes)
        {
            var rest = memory.Span;
            while (!rest.IsEmpty && !IsFull)
            {
                var line = rest.IndexOf((byte)'\n');
                var piece = line < 0 ? rest : rest[..(line + 1)];
                Append(piece);
                used += piece.Length;
                rest = rest[piece.Length..];
                if (line >= 0 && EndsLine())
                    return true;
            }
        }

        return false;
    }

    /// <summary>True when the head is larger than <see cref="MostBytes"/>.</summary>
    public bool IsFull => _length > MostBytes;

    /// <summary>Splits the lines; for a head that is whole, or for what came of one that never will be.</summary>
    public void Split()
    {
        var start = 0;
        while (start < _length)
        {
            var end = _bytes.AsSpan(start, _length - start).IndexOf((byte)'\n');
            var next = end < 0 ? _length : start + end + 1;
            var line = WithoutEnd(start, end < 0 ? _length : start + end);

            // RFC 9112 section 2.2 allows a lone LF; readers that disagree about it can be made to see different requests.
            if (end >= 0 && line == end)
                Flaw ??= "a line does not end in CR and LF";

            if (start == 0)
                _firstLineLength = line;
            else if (line > 0)
                AddField(start, line);

            start = next;
        }
    }

    /// <summary>The only value of a header; false when it is missing or comes more than once.</summary>
    public bool TryGetSingle(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var found = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!IsNamed(i, name))
                continue;

            value = Value(i);
            found++;
        }

        return found == 1;
    }

    /// <summary>How often a header comes.</summary>
    public int CountOf(ReadOnlySpan<byte> name)
    {
        var found = 0;
        for (var i = 0; i < Count; i++)
            found += IsNamed(i, name) ? 1 : 0;

        return found;
    }

    /// <summary>True when a header of comma-separated words has this word, in any of its lines, without case.</summary>
    public bool HasWord(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < Count; i++)
        {
            if (IsNamed(i, name) && ListHas(Value(i), word))
                return true;
        }

        return false;
    }

    public bool IsNamed(int index, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(Name(index), name);

    private static bool ListHas(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        foreach (var range in list.Split((byte)','))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(list[range].Trim(" \t"u8), word))
                return true;
        }

        return false;
    }

    /// <summary>The line that ends at the end of the bytes: is it the empty one behind the head? An empty line at the very beginning is forgotten.</summary>
    private bool EndsLine()
    {
        var all = _bytes.AsSpan(0, _length);
        var isEmpty = all.EndsWith("\n\n"u8) || all.EndsWith("\n\r\n"u8);
        if (isEmpty)
            return true;

        if (_length == 1 || (_length == 2 && all[0] == (byte)'\r'))
            _length = 0;

        return false;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes[..Math.Min(bytes.Length, MostBytes + 1 - _length)];
        if (_bytes.Length - _length < kept.Length)
            Array.Resize(ref _bytes, Math.Min(MostBytes + 1, Math.Max(2 * _bytes.Length, _length + kept.Length)));

        kept.CopyTo(_bytes.AsSpan(_length));
        _length += kept.Length;
    }

    private int WithoutEnd(int start, int end) => end > start && _bytes[end - 1] == (byte)'\r' ? end - 1 - start : end - start;

    private void AddField(int start, int length)
    {
        var line = _bytes.AsSpan(start, length);
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            // RFC 9112 section 5.2: folding is obsolete, and refused; the firewall sees the value that a lenient server would.
            Flaw ??= "a header line is folded";
            Unfold(start + length);
            return;
        }

        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            Flaw ??= "a header line has no name";
            colon = colon < 0 ? length : colon;
        }
        else if (line[..colon].ContainsAnyExcept(RawTokens.TokenBytes))
        {
            Flaw ??= "a header's name has characters that no name has";
        }

        var value = line[Math.Min(length, colon + 1)..];
        if (value.ContainsAny((byte)'\r', (byte)0))
            Flaw ??= "a header's value has a bare CR or a NUL";

        var trimmed = value.TrimStart(" \t"u8);
        var valueStart = start + length - trimmed.Length;
        _fields.Add(new RawField(start, colon, valueStart, trimmed.TrimEnd(" \t"u8).Length));
    }

    private void Unfold(int end)
    {
        if (_fields.Count == 0)
            return;

        var last = _fields[^1];
        _fields[^1] = last with { ValueLength = end - last.ValueStart };
    }
}
