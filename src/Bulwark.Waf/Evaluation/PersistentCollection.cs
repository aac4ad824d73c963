using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>The variables that are kept for one key (<c>ip:192.0.2.1</c>) from request to request. Any number of threads may use it at once.</summary>
internal sealed class PersistentCollection(TimeProvider time)
{
    /// <summary>How many variables one collection holds; further ones are not kept.</summary>
    public const int MaxVariables = 64;

    /// <summary>How many bytes of a value are kept.</summary>
    public const int MaxValueLength = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Variable> _variables = new(StringComparer.OrdinalIgnoreCase);
    private long _changedAt = time.GetTimestamp();

    /// <summary>How long nobody has written to the collection.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _changedAt));

    /// <summary>Copies what the variable holds.</summary>
    public bool TryGet(string name, ByteArena copies, out ByteSlice value)
    {
        lock (_lock)
        {
            value = default;
            if (!_variables.TryGetValue(name, out var variable) || HasExpired(variable))
                return false;

            value = copies.Add(variable.Value);
            return true;
        }
    }

    /// <summary>Copies every variable.</summary>
    public void CopyTo(ValueStore store, ByteArena copies)
    {
        lock (_lock)
        {
            foreach (var (name, variable) in _variables)
            {
                if (!HasExpired(variable))
                    store.Add(new NamedValue(copies.Add(System.Text.Encoding.Latin1.GetBytes(name)), copies.Add(variable.Value)));
            }
        }
    }

    public void Set(string name, ReadOnlySpan<byte> value)
    {
        lock (_lock)
            Store(name, value[..Math.Min(value.Length, MaxValueLength)].ToArray());
    }

    /// <summary>Adds to the number that the variable holds, in one step for all threads.</summary>
    public void AddTo(string name, int difference)
    {
        lock (_lock)
        {
            var old = _variables.TryGetValue(name, out var variable) && !HasExpired(variable) ? NumberText.Parse(variable.Value) : 0;
            Store(name, System.Text.Encoding.ASCII.GetBytes($"{NumberText.Add(old, difference)}"));
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
            _variables.Remove(name);
    }

    /// <summary>Lets a variable that exists disappear after a time.</summary>
    public void Expire(string name, TimeSpan after)
    {
        lock (_lock)
        {
            if (_variables.TryGetValue(name, out var variable))
                _variables[name] = variable with { ExpiresAt = time.GetUtcNow() + after };
        }
    }

    private void Store(string name, byte[] value)
    {
        if (_variables.Count >= MaxVariables && !_variables.ContainsKey(name))
            return;

        var expiresAt = _variables.TryGetValue(name, out var old) && !HasExpired(old) ? old.ExpiresAt : null;
        _variables[name] = new Variable(value, expiresAt);
        Volatile.Write(ref _changedAt, time.GetTimestamp());
    }

    private bool HasExpired(Variable variable) => variable.ExpiresAt <= time.GetUtcNow();

    private readonly record struct Variable(byte[] Value, DateTimeOffset? ExpiresAt);
}
