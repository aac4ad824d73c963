using System.Text.Json;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>
/// Reads recordings: an HTTP archive (HAR 1.2: the objects of <c>log.entries</c>), or JSON lines (each value of the file). Only the entry at hand is in memory.
/// </summary>
/// <param name="stream">The recording.</param>
internal sealed class RecordingReader(Stream stream)
{
    /// <summary>The largest entry in bytes; one of an archive has the answer in it too.</summary>
    public const int LargestEntry = 64 * 1024 * 1024;

    // Browsers write down who called whom, one in the other.
    private const int DeepestJson = 1024;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = DeepestJson };

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _hasBegun;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = DeepestJson, AllowMultipleValues = true });

    /// <summary>Whether the file is an archive. Good after the first <see cref="Read"/>.</summary>
    public bool IsArchive { get; private set; }

    /// <summary>How many entries were read.</summary>
    public long Count { get; private set; }

    private delegate bool Attempt(ref Utf8JsonReader reader);

    /// <summary>The next entry; null at the end.</summary>
    /// <exception cref="RecordingException">The file is broken here.</exception>
    public JsonDocument? Read()
    {
        try
        {
            if (!_hasBegun)
                Begin();

            var entry = ReadEntry();
            Count += entry is null ? 0 : 1;
            return entry;
        }
        catch (JsonException e)
        {
            throw new RecordingException($"request {Count + 1} cannot be read: {e.Message}");
        }
    }

    private void Begin()
    {
        _hasBegun = true;
        Fill();
        if (_buffer.AsSpan(_start, _end - _start).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            _start += 3;

        // Nothing is taken yet: of JSON lines this is the first request.
        var reader = NewReader();
        IsArchive = reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.ValueTextEquals("log"u8);
        if (IsArchive)
            FindEntries();
    }

    private void FindEntries()
    {
        Take(JsonTokenType.StartObject);
        Take(JsonTokenType.PropertyName);
        Take(JsonTokenType.StartObject);
        for (var isFound = false; !isFound;)
        {
            var isProperty = false;
            Run((ref reader) =>
            {
                if (!reader.Read())
                    return false;

                isProperty = reader.TokenType == JsonTokenType.PropertyName;
                isFound = isProperty && reader.ValueTextEquals("entries"u8);
                return isFound || !isProperty || (reader.Read() && reader.TrySkip());
            });

            if (!isProperty)
                throw new RecordingException("'log' has no 'entries', so it is no HTTP archive");
        }

        Take(JsonTokenType.StartArray);
    }

    private JsonDocument? ReadEntry()
    {
        byte[]? bytes = null;
        var type = JsonTokenType.None;
        Run((ref reader) =>
        {
            if (!reader.Read())
                return false;

            type = reader.TokenType;
            var from = (int)reader.TokenStartIndex;
            if (type != JsonTokenType.StartObject)
                return true;

            if (!reader.TrySkip())
                return false;

            bytes = _buffer.AsSpan(_start + from, (int)reader.BytesConsumed - from).ToArray();
            return true;
        });

        return type switch
        {
            JsonTokenType.StartObject => JsonDocument.Parse(bytes, DocumentOptions),
            JsonTokenType.None or JsonTokenType.EndArray => null,
            _ => throw new RecordingException($"request {Count + 1} is not an object"),
        };
    }

    private void Take(JsonTokenType expected)
    {
        var type = JsonTokenType.None;
        Run((ref reader) =>
        {
            if (!reader.Read())
                return false;

            type = reader.TokenType;
            return true;
        });

        if (type != expected)
            throw new RecordingException("it is neither an HTTP archive (log.entries) nor JSON lines");
    }

    /// <summary>Tries from the same place again with twice the bytes until there are enough, so that each byte is looked at about twice.</summary>
    private void Run(Attempt attempt)
    {
        while (true)
        {
            var reader = NewReader();
            if (attempt(ref reader))
            {
                _start += (int)reader.BytesConsumed;
                _state = reader.CurrentState;
                return;
            }

            if (_isAtEnd)
                return;

            Fill();
        }
    }

    private Utf8JsonReader NewReader() => new(_buffer.AsSpan(_start, _end - _start), _isAtEnd, _state);

    private void Fill()
    {
        var waiting = _end - _start;
        if (waiting > LargestEntry)
            throw new RecordingException($"request {Count + 1} is larger than {LargestEntry >> 20} MiB");

        var target = waiting > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, waiting).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, waiting);
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _isAtEnd = read < _buffer.Length - _end;
        _end += read;
    }
}
