namespace Bulwark.Core.Routing;

/// <summary>What the parameters of a route's template matched: decoded once, never empty of meaning (an empty segment is an empty string).</summary>
public readonly struct RouteValues
{
    private readonly string[] _names;
    private readonly string[] _values;

    internal RouteValues(string[] names, string[] values)
    {
        _names = names;
        _values = values;
    }

    /// <summary>The value of the parameter <c>{name}</c> of the template.</summary>
    /// <exception cref="KeyNotFoundException">The template has no such parameter: a mistake in our own code.</exception>
    public string this[string name]
    {
        get
        {
            var index = Array.IndexOf(_names ?? [], name);
            return index >= 0 ? _values[index] : throw new KeyNotFoundException($"The route has no parameter '{name}'");
        }
    }
}
