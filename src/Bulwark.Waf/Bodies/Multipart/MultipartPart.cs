using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies.Multipart;

/// <summary>The headers of the part that is being read. One object serves all parts.</summary>
internal sealed class MultipartPart
{
    /// <summary>A header is not longer than this, its continuation lines included; a header line not either.</summary>
    public const int MaxHeaderLength = 4096;

    private const int MaxHeaders = 64;

    private readonly ValueStore _lines = new();
    private readonly ByteBuffer _folded = new();
    private ByteSlice _name;
    private ByteSlice _value;
    private ByteSlice _line;
    private bool _hasHeader;

    /// <summary>The form field that the part is for; empty until its headers have been read, and in a part that names none.</summary>
    public ByteSlice Field { get; set; }

    /// <summary>The file's name; empty when the part is no file.</summary>
    public ByteSlice FileName { get; set; }

    /// <summary>The value of the first Content-Disposition; null without one.</summary>
    public ByteSlice? Disposition { get; private set; }

    /// <summary>The header lines, with their names.</summary>
    public ReadOnlySpan<NamedValue> Headers => _lines.Values;

    /// <summary>Whether a continuation line would have something to continue.</summary>
    public bool HasHeader => _hasHeader;

    public void Clear()
    {
        _lines.Clear();
        _folded.Clear();
        (_name, _value, _line) = (default, default, default);
        (Field, FileName, Disposition) = (default, default, null);
        _hasHeader = false;
    }

    /// <summary>Begins a header.</summary>
    /// <returns>Whether there was room, and no header of that name yet.</returns>
    public bool TryAdd(ByteSlice line, ByteSlice name, ByteSlice value, ByteArena arena)
    {
        EndHeader(arena);
        if (_lines.Count >= MaxHeaders)
            return false;

        var isFirst = IsNew(name);
        (_name, _value, _line) = (name, value, line);
        _hasHeader = true;
        return isFirst;
    }

    /// <summary>Keeps a line that is no header, so that rules see it.</summary>
    public void AddLine(ByteSlice line)
    {
        if (_lines.Count < MaxHeaders)
            _lines.Add(new NamedValue(ByteSlice.Empty, line));
    }

    /// <summary>Continues the header that was added last (RFC 5322, section 2.2.3).</summary>
    /// <returns>Whether the header is still short enough.</returns>
    public bool TryFold(ReadOnlySpan<byte> continuation)
    {
        if (_folded.Length == 0)
            _folded.Append(_value.Span);

        _folded.Append((byte)' ');
        _folded.Append(continuation);
        return _folded.Length <= MaxHeaderLength;
    }

    /// <summary>The header that was added last is complete.</summary>
    public void EndHeader(ByteArena arena)
    {
        if (!_hasHeader)
            return;

        if (_folded.Length > 0)
        {
            _value = arena.Add(_folded.WrittenSpan);
            _line = Unfold(arena);
            _folded.Clear();
        }

        if (Disposition is null && System.Text.Ascii.EqualsIgnoreCase(_name.Span, "content-disposition"u8))
            Disposition = _value;

        _lines.Add(new NamedValue(_name, _line));
        _hasHeader = false;
    }

    private ByteSlice Unfold(ByteArena arena)
    {
        var line = arena.Reserve(_name.Length + _value.Length + 2);
        _name.Span.CopyTo(line);
        ": "u8.CopyTo(line[_name.Length..]);
        _value.Span.CopyTo(line[(_name.Length + 2)..]);
        return arena.Commit(_name.Length + _value.Length + 2);
    }

    private bool IsNew(ByteSlice name)
    {
        foreach (ref readonly var header in _lines.Values)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(header.Name.Span, name.Span))
                return false;
        }

        return true;
    }
}
