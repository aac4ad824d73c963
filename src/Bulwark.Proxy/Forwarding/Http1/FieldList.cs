using System.Buffers;
using System.Text;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>
/// The fields of a head or of trailers. It is used for one answer after the other, and as answers of one target look much alike, a field that is what stood in its place the last time
/// costs no new strings.
/// </summary>
internal sealed class FieldList
{
    /// <summary>So many at most.</summary>
    public const int Most = 200;

    private const int LongestKept = 256;

    /// <summary>Within a value no control character but the tab has a meaning that two servers share.</summary>
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(code => code != '\t').Select(code => (byte)code), 0x7F]);

    private Field[] _fields = new Field[12];

    /// <summary>The fields in the order in which they came.</summary>
    public ReadOnlySpan<Field> Fields => _fields.AsSpan(0, Count);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where an empty line ends the fields, behind it; 0 when it has not come.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="line">Where the last line begins that is not whole; begins with 0.</param>
    public static int EndOf(ReadOnlySpan<byte> bytes, ref int line)
    {
        while (true)
        {
            var length = bytes[line..].IndexOf((byte)'\n');
            if (length < 0)
                return 0;

            var isEmpty = length == 0 || (length == 1 && bytes[line] == '\r');
            line += length + 1;
            if (isEmpty)
                return line;
        }
    }

    /// <summary>Takes the next line, without its end, from bytes in which it is whole. RFC 9112 section 2.2: LF alone ends a line too.</summary>
    public static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOf((byte)'\n');
        var line = bytes[..length];
        bytes = bytes[(length + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    /// <summary>True when no value can contain these bytes.</summary>
    public static bool HasControls(ReadOnlySpan<byte> value) => value.ContainsAny(Controls);

    /// <summary>There are none any more.</summary>
    public void Clear() => Count = 0;

    /// <summary>Forgets what nobody needs to find in memory, and what is long.</summary>
    public void Forget()
    {
        foreach (ref var field in _fields.AsSpan(0, Count))
        {
            if (field.Name.Role == FieldRole.Secret || field.Value.Length > LongestKept)
                field = default;
        }

        Count = 0;
    }

    /// <summary>Takes a line.</summary>
    /// <exception cref="BadAnswerException">It is no field, or there are too many.</exception>
    public ref readonly Field Add(ReadOnlySpan<byte> line)
    {
        // RFC 9112 section 5.2: a line that goes on with the one before it is read in two ways.
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[0] is (byte)' ' or (byte)'\t')
            throw new BadAnswerException("A header of the answer is none.");

        if (Count == Most)
            throw new BadAnswerException("The answer has too many headers.");

        // RFC 9112 section 5.1: space before the colon is removed from an answer.
        if (!TryMake(NameOf(line[..colon].TrimEnd(" \t"u8)), line[(colon + 1)..].Trim(" \t"u8), out var field))
            throw new BadAnswerException("A header of the answer holds a control character.");

        return ref Add(field);
    }

    /// <summary>Takes a field, of which there is room for <see cref="Most"/>.</summary>
    public ref readonly Field Add(scoped in Field field)
    {
        Next = field;
        return ref _fields[Count++];
    }

    /// <summary>The name that these bytes are.</summary>
    /// <exception cref="BadAnswerException">They are none.</exception>
    public FieldName NameOf(ReadOnlySpan<byte> name) => Next.Name is { } before && Ascii.EqualsIgnoreCase(name, before.Text) ? before : FieldName.Of(name);

    /// <summary>The field that would be the next one. False when the value holds what no value can.</summary>
    public bool TryMake(FieldName name, ReadOnlySpan<byte> value, out Field field)
    {
        if (Next.Value is { } same && Ascii.Equals(value, same))
        {
            field = new Field(name, same);
            return true;
        }

        var isOne = !HasControls(value);
        field = isOne ? new Field(name, Encoding.Latin1.GetString(value)) : default;
        return isOne;
    }

    /// <summary>The place of the next field, where that of an earlier answer may still stand.</summary>
    private ref Field Next
    {
        get
        {
            if (Count == _fields.Length)
                Array.Resize(ref _fields, Math.Min(Most + 1, _fields.Length * 2));

            return ref _fields[Count];
        }
    }
}
