using System.Buffers;
using System.Buffers.Text;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies.Json;

/// <summary>Where in a JSON text the reader is: as ModSecurity names it, <c>json.events.array_12.body</c>, and as a path, <c>events[].body</c>.</summary>
/// <remarks>
/// The path has one spelling for all elements of an array. A dot, a bracket or a backslash of a key is escaped with a backslash in it,
/// so that no key can pretend to be a nested value. The name escapes nothing, as ModSecurity.
/// </remarks>
internal sealed class JsonNames
{
    private const int KeptDepth = 64;
    private const int KeptNameLength = 4096;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(".[]\\"u8);

    private readonly ByteBuffer _name = new();
    private readonly ByteBuffer _path = new();
    private Container[] _containers = new Container[8];
    private int _lastId;

    /// <summary>How many containers are open.</summary>
    public int Depth { get; private set; }

    public bool IsInArray => Depth > 0 && _containers[Depth - 1].IsArray;

    /// <summary>Whether nothing has been found yet in the innermost container.</summary>
    public bool IsEmpty => _containers[Depth - 1].Count == 0;

    /// <summary>The number of the innermost container: each has its own.</summary>
    public int ContainerId => _containers[Depth - 1].Id;

    public ReadOnlySpan<byte> Name => _name.WrittenSpan;

    public ReadOnlySpan<byte> Path => _path.WrittenSpan;

    /// <summary>Begins a text.</summary>
    public void Begin()
    {
        Depth = 0;
        _lastId = 0;
        _name.Clear(KeptNameLength);
        _path.Clear(KeptNameLength);
        _name.Append("json"u8);
        if (_containers.Length > KeptDepth)
            _containers = new Container[8];
    }

    /// <summary>The value that was named last turns out to be a container.</summary>
    public void Open(bool isArray)
    {
        if (Depth == _containers.Length)
            Array.Resize(ref _containers, 2 * Depth);

        _containers[Depth++] = new Container(isArray, ++_lastId, _name.Length, _path.Length);
    }

    /// <summary>The innermost container ends; its own name is the current one again.</summary>
    public void Close()
    {
        ref readonly var container = ref _containers[--Depth];
        _name.Truncate(container.NameLength);
        _path.Truncate(container.PathLength);
    }

    /// <summary>Names the next value of the innermost container, an object.</summary>
    public void Enter(ByteSlice key)
    {
        Next();
        _name.Append((byte)'.');
        if (key.IsEmpty)
            _name.Append("empty-key"u8);
        else
            _name.Append(key.Span);

        if (_path.Length > 0)
            _path.Append((byte)'.');

        AppendEscaped(key.Span);
    }

    /// <summary>Names the next value of the innermost container, an array.</summary>
    public void EnterElement()
    {
        var index = Next();
        _name.Append(".array_"u8);
        Utf8Formatter.TryFormat(index, _name.GetSpan(11), out var digits);
        _name.Advance(digits);
        _path.Append("[]"u8);
    }

    /// <summary>Goes back to the innermost container's own name and counts one more value in it.</summary>
    private int Next()
    {
        ref var container = ref _containers[Depth - 1];
        _name.Truncate(container.NameLength);
        _path.Truncate(container.PathLength);
        return container.Count++;
    }

    private void AppendEscaped(ReadOnlySpan<byte> key)
    {
        while (key.IndexOfAny(Escaped) is >= 0 and var next)
        {
            _path.Append(key[..next]);
            _path.Append((byte)'\\');
            _path.Append(key[next]);
            key = key[(next + 1)..];
        }

        _path.Append(key);
    }

    private record struct Container(bool IsArray, int Id, int NameLength, int PathLength)
    {
        public int Count { get; set; }
    }
}
