using System.Buffers;
using Bulwark.Proxy.Forwarding.Http1;

namespace Bulwark.Proxy.Forwarding.Http2.Hpack;

/// <summary>
/// Reads the header blocks of one connection (RFC 7541). A block that cannot be read ends the connection, because nobody knows any more what the next one means; one that can be
/// read and says what no answer says (RFC 9113 section 8.1.1) ends only its stream.
/// </summary>
/// <param name="tableSize">How large a table we told the other side that we keep.</param>
internal sealed class HpackDecoder(int tableSize = HpackDecoder.DefaultTableSize)
{
    /// <summary>What holds when nobody says anything (RFC 9113 section 6.5.2).</summary>
    public const int DefaultTableSize = 4096;

    private const int LongestText = AnswerHead.MostBytes;

    /// <summary>RFC 9113 section 8.2.1: names are in lower case.</summary>
    private static readonly SearchValues<byte> UpperCase = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private readonly DynamicTable _table = new(tableSize);
    private byte[] _text = new byte[512];
    private string? _fault;
    private int _size;

    /// <summary>The one pseudo-header of an answer.</summary>
    public static FieldName Status { get; } = new(":status", FieldRole.Hop, IsTrailer: false);

    /// <summary>Stands for a field that no answer may have, in places where the connection has to remember that it was there.</summary>
    public static FieldName Malformed { get; } = new("", FieldRole.Hop, IsTrailer: false);

    /// <summary>Reads a block.</summary>
    /// <param name="block">All of it.</param>
    /// <param name="fields">Gets the headers.</param>
    /// <param name="fault">What is wrong with it; null when it can be an answer or trailers.</param>
    /// <returns>The status; 0 when it has none.</returns>
    /// <exception cref="Http2Exception">It cannot be read.</exception>
    public int Decode(ReadOnlySpan<byte> block, FieldList fields, out string? fault)
    {
        fields.Clear();
        (_fault, _size) = (null, 0);
        var status = 0;
        var mayResize = true;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if (first is >= 0x20 and < 0x40)
            {
                // RFC 7541 section 4.2: only before the first field.
                if (!mayResize || !_table.Resize(ReadInteger(ref block, 5)))
                    throw Unreadable("A header block changes the size of the table in a way that it may not.");

                continue;
            }

            mayResize = false;
            if (first >= 0x80)
                Take(in Find(ReadInteger(ref block, 7)), fields, ref status);
            else
                Take(ReadLiteral(ref block, isRemembered: first >= 0x40, fields), fields, ref status);
        }

        fault = _fault;
        return status;
    }

    private void Take(in Field field, FieldList fields, ref int status)
    {
        _size += field.Name.Text.Length + field.Value.Length + DynamicTable.Overhead;
        if (ReferenceEquals(field.Name, Status))
            TakeStatus(field.Value, fields, ref status);
        else if (ReferenceEquals(field.Name, Malformed))
            _fault ??= "A header of the answer is none.";
        else if (field.Name.Role is FieldRole.Connection or FieldRole.TransferEncoding)
            _fault ??= "The answer has a header that HTTP/2 does not have.";
        else if (_size > AnswerHead.MostBytes || fields.Count == FieldList.Most)
            _fault ??= "The head of the answer is too large.";
        else
            fields.Add(field);
    }

    /// <summary>RFC 9113 section 8.3: before all headers, and once.</summary>
    private void TakeStatus(string value, FieldList fields, ref int status)
    {
        if (status != 0 || fields.Count > 0 || value.Length != 3 || value.AsSpan().ContainsAnyExceptInRange('0', '9') || value[0] == '0')
            _fault ??= "The answer has no status.";
        else
            status = ((value[0] - '0') * 100) + ((value[1] - '0') * 10) + (value[2] - '0');
    }

    private ref readonly Field Find(int index)
    {
        if (index is > 0 and < StaticTable.End)
            return ref StaticTable.Of(index);

        if (index == 0 || index - StaticTable.End >= _table.Count)
            throw Unreadable("A header block names a field that is not there.");

        return ref _table[index - StaticTable.End];
    }

    private Field ReadLiteral(ref ReadOnlySpan<byte> block, bool isRemembered, FieldList fields)
    {
        var index = ReadInteger(ref block, isRemembered ? 6 : 4);
        FieldName name;
        int size;
        if (index > 0)
        {
            name = Find(index).Name;
            size = name.Text.Length;
        }
        else
        {
            var text = ReadText(ref block);
            name = NameOf(text, fields);
            size = text.Length;
        }

        var value = ReadText(ref block);
        size += value.Length;
        var field = fields.TryMake(name, value.Trim(" \t"u8), out var made) ? made : new Field(Malformed, "");
        if (isRemembered)
            _table.Add(field, size);

        return field;
    }

    private static FieldName NameOf(ReadOnlySpan<byte> name, FieldList fields)
    {
        if (name.SequenceEqual(":status"u8))
            return Status;

        return name.ContainsAny(UpperCase) || !FieldName.IsOne(name) ? Malformed : fields.NameOf(name);
    }

    /// <summary>RFC 7541 section 5.2. What it gives is good until the next one is read.</summary>
    private ReadOnlySpan<byte> ReadText(ref ReadOnlySpan<byte> block)
    {
        var isCoded = !block.IsEmpty && block[0] >= 0x80;
        var length = ReadInteger(ref block, 7);
        if (length > block.Length || length > LongestText)
            throw Unreadable("A string of a header block is longer than the block.");

        var text = block[..length];
        block = block[length..];
        if (!isCoded)
            return text;

        var most = (length * 8 / 5) + 1;
        if (_text.Length < most)
            _text = new byte[most];

        var decoded = HuffmanCode.Decode(text, _text);
        return decoded >= 0 ? _text.AsSpan(0, decoded) : throw Unreadable("A string of a header block cannot be decoded.");
    }

    /// <summary>RFC 7541 section 5.1. No number that has a meaning here is longer than four bytes behind the first.</summary>
    private static int ReadInteger(ref ReadOnlySpan<byte> block, int prefix)
    {
        if (block.IsEmpty)
            throw Unreadable("A header block ends in the middle of a field.");

        var most = (1 << prefix) - 1;
        var value = block[0] & most;
        block = block[1..];
        if (value < most)
            return value;

        for (var shift = 0; shift < 28; shift += 7)
        {
            if (block.IsEmpty)
                throw Unreadable("A header block ends in the middle of a field.");

            var part = block[0];
            block = block[1..];
            value += (part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Unreadable("A number of a header block is too large.");
    }

    private static Http2Exception Unreadable(string message) => new(Http2Error.Compression, message);
}
