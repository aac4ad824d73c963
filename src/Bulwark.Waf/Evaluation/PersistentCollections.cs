using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>The collections that outlive a request (<c>IP</c>, <c>GLOBAL</c>, <c>RESOURCE</c>, <c>SESSION</c>, <c>USER</c>), in memory, shared by all transactions of an engine.</summary>
/// <remarks>A collection disappears when nobody has written to it for <paramref name="timeout"/>; when there are <paramref name="capacity"/>, those that were not written for longest go first.</remarks>
internal sealed class PersistentCollections(TimeProvider time, TimeSpan timeout, int capacity = 100_000)
{
    private const int MaxKeyLength = 256;

    private readonly ConcurrentDictionary<Key, PersistentCollection> _collections = new();
    private readonly Lock _sweeping = new();

    public int Count => _collections.Count;

    /// <summary>The collection of a key; null while nothing was ever written to it.</summary>
    public PersistentCollection? Find(Key key) =>
        _collections.TryGetValue(key, out var collection) && collection.Age < timeout ? collection : null;

    /// <summary>The collection of a key, for writing.</summary>
    public PersistentCollection FindOrAdd(Key key)
    {
        if (_collections.TryGetValue(key, out var collection))
        {
            if (collection.Age < timeout)
                return collection;

            _collections.TryRemove(KeyValuePair.Create(key, collection));
        }

        if (_collections.Count >= capacity)
            MakeRoom();

        return _collections.GetOrAdd(key, _ => new PersistentCollection(time));
    }

    /// <summary>The key of a collection. What is longer than usual keys is kept as its digest.</summary>
    public static Key KeyOf(VariableKind kind, ReadOnlySpan<byte> key) =>
        new(kind, key.Length <= MaxKeyLength ? Encoding.Latin1.GetString(key) : Convert.ToHexString(SHA256.HashData(key)));

    private void MakeRoom()
    {
        lock (_sweeping)
        {
            if (_collections.Count < capacity)
                return;

            var oldestFirst = _collections.Select(entry => (entry.Key, entry.Value.Age)).OrderByDescending(entry => entry.Age).ToList();
            var surplus = Math.Max(1, capacity / 8);
            foreach (var (key, age) in oldestFirst)
            {
                if (surplus-- <= 0 && age < timeout)
                    return;

                _collections.TryRemove(key, out _);
            }
        }
    }

    internal readonly record struct Key(VariableKind Kind, string Name);
}
