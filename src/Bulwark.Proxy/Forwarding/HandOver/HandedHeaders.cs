using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding.HandOver;

/// <summary>
/// The headers of a message that is handed over, in the order in which they were set. A message has about ten of them: looking at each costs less than a hash of the name, and there is
/// one array to allocate. The server takes 200 from a client at most, so the longest search stays below a microsecond.
/// </summary>
internal sealed class HandedHeaders(int capacity) : IHeaderDictionary
{
    private KeyValuePair<string, StringValues>[] _fields = new KeyValuePair<string, StringValues>[Math.Max(capacity, 4)];
    private int _count;

    /// <inheritdoc />
    public int Count => _count;

    /// <inheritdoc />
    public bool IsReadOnly => false;

    /// <inheritdoc />
    public ICollection<string> Keys => [.. this.Select(header => header.Key)];

    /// <inheritdoc />
    public ICollection<StringValues> Values => [.. this.Select(header => header.Value)];

    /// <inheritdoc />
    public long? ContentLength
    {
        get => this[HeaderNames.ContentLength] is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
        set => this[HeaderNames.ContentLength] = value?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>All of them, for whoever looks at each.</summary>
    internal ReadOnlySpan<KeyValuePair<string, StringValues>> Fields => _fields.AsSpan(0, _count);

    /// <summary>Empty for a header that is not there; setting it to nothing removes it.</summary>
    public StringValues this[string key]
    {
        get => Find(key) is >= 0 and var i ? _fields[i].Value : StringValues.Empty;
        set
        {
            var i = Find(key);
            if (value.Count == 0)
                RemoveAt(i);
            else if (i >= 0)
                _fields[i] = new(_fields[i].Key, value);
            else
                Append(key, value);
        }
    }

    StringValues IDictionary<string, StringValues>.this[string key]
    {
        get => Find(key) is >= 0 and var i ? _fields[i].Value : throw new KeyNotFoundException($"There is no header '{key}'.");
        set => this[key] = value;
    }

    /// <inheritdoc />
    public void Add(string key, StringValues value)
    {
        if (Find(key) >= 0)
            throw new ArgumentException($"The header '{key}' is there already.", nameof(key));

        if (value.Count > 0)
            Append(key, value);
    }

    /// <inheritdoc />
    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    /// <inheritdoc />
    public bool ContainsKey(string key) => Find(key) >= 0;

    /// <inheritdoc />
    public bool Contains(KeyValuePair<string, StringValues> item) => Find(item.Key) is >= 0 and var i && _fields[i].Value.Equals(item.Value);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        var i = Find(key);
        value = i >= 0 ? _fields[i].Value : default;
        return i >= 0;
    }

    /// <inheritdoc />
    public bool Remove(string key) => RemoveAt(Find(key));

    /// <inheritdoc />
    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && Remove(item.Key);

    /// <inheritdoc />
    public void Clear()
    {
        Array.Clear(_fields, 0, _count);
        _count = 0;
    }

    /// <inheritdoc />
    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => Array.Copy(_fields, 0, array, arrayIndex, _count);

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator()
    {
        for (var i = 0; i < _count; i++)
            yield return _fields[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a header whose name is not there yet, as that of another message's field never is.</summary>
    internal void Append(string key, StringValues value)
    {
        if (_count == _fields.Length)
            Array.Resize(ref _fields, _count * 2);

        _fields[_count++] = new(key, value);
    }

    /// <summary>Removes all headers with such names.</summary>
    internal void RemoveAll(Predicate<string> isUnwanted)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!isUnwanted(_fields[i].Key))
                _fields[kept++] = _fields[i];
        }

        Array.Clear(_fields, kept, _count - kept);
        _count = kept;
    }

    private int Find(string key)
    {
        for (var i = 0; i < _count; i++)
        {
            var name = _fields[i].Key;
            if (ReferenceEquals(name, key) || (name.Length == key.Length && name.Equals(key, StringComparison.OrdinalIgnoreCase)))
                return i;
        }

        return -1;
    }

    private bool RemoveAt(int i)
    {
        if (i < 0)
            return false;

        _count--;
        Array.Copy(_fields, i + 1, _fields, i, _count - i);
        _fields[_count] = default;
        return true;
    }
}
