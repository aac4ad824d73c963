using System.Text.Json;

namespace Bulwark.Core.Configuration;

/// <summary>Reads a file of JSON with comments to a tree that knows the line of everything in it.</summary>
internal sealed class SettingsTree
{
    private const int MaxDepth = 32;

    private readonly ReadOnlyMemory<byte> _text;
    private int _countedTo;
    private int _line = 1;

    private SettingsTree(ReadOnlyMemory<byte> text) => _text = text;

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="JsonException">It is not JSON; the exception has the line, counted from 0.</exception>
    public static SettingsNode Read(ReadOnlyMemory<byte> text)
    {
        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
        var tree = new SettingsTree(text);
        reader.Read();
        var root = tree.ReadValue(ref reader);

        // A second value after the first makes the reader throw.
        _ = reader.Read();
        return root;
    }

    private SettingsNode ReadValue(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var node = new SettingsNode(KindOf(reader.TokenType), default, LineAt(start));
        if (reader.TokenType == JsonTokenType.StartObject)
            ReadProperties(ref reader, node);
        else if (reader.TokenType == JsonTokenType.StartArray)
            ReadElements(ref reader, node);

        node.Json = _text[start..(int)reader.BytesConsumed];
        return node;
    }

    private void ReadProperties(ref Utf8JsonReader reader, SettingsNode node)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var line = LineAt((int)reader.TokenStartIndex);
            reader.Read();
            node.Properties.Add((key, line, ReadValue(ref reader)));
        }
    }

    private void ReadElements(ref Utf8JsonReader reader, SettingsNode node)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            node.Elements.Add(ReadValue(ref reader));
    }

    // Tokens come in the order of the file, so lines are counted once from front to back.
    private int LineAt(int offset)
    {
        _line += _text.Span[_countedTo..offset].Count((byte)'\n');
        _countedTo = offset;
        return _line;
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };
}
