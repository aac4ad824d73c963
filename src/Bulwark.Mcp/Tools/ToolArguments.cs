using System.Text;
using System.Text.Json;

namespace Bulwark.Mcp.Tools;

/// <summary>
/// The arguments of one call, read one by one. What is wrong is said by <see cref="Problem"/>, in words from which the caller can mend the call.
/// </summary>
internal sealed class ToolArguments(IDictionary<string, JsonElement>? arguments)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string? _problem;

    /// <summary>The first thing that is wrong; asked for after every argument has been read.</summary>
    public string? Problem => _problem ?? Unknown();

    /// <summary>A text that must be there. Empty when it is not, and then there is a problem.</summary>
    public string Required(string name, int maxBytes)
    {
        if (Optional(name, maxBytes) is { Length: > 0 } text)
            return text;

        _problem ??= $"'{name}' is missing.";
        return "";
    }

    /// <summary>A text that may be left out.</summary>
    public string? Optional(string name, int maxBytes)
    {
        if (!TryGet(name, out var value))
            return null;

        if (JsonText.Read(value) is not { } text)
            return Refuse($"'{name}' is not a text.");

        return Encoding.UTF8.GetByteCount(text) <= maxBytes ? text : Refuse($"'{name}' is longer than {maxBytes} bytes.");
    }

    /// <summary>A whole number from 1 to <paramref name="max"/>.</summary>
    public int Count(string name, int max, int otherwise)
    {
        if (!TryGet(name, out var value))
            return otherwise;

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1 && number <= max)
            return number;

        Refuse($"'{name}' is not a whole number from 1 to {max}.");
        return otherwise;
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _known.Add(name);
        value = default;
        return arguments is not null && arguments.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private string? Refuse(string problem)
    {
        _problem ??= problem;
        return null;
    }

    private string? Unknown()
    {
        if (arguments is null || arguments.Keys.All(_known.Contains))
            return null;

        return _known.Count == 0
            ? "This tool takes no arguments."
            : $"This tool takes only {string.Join(", ", _known.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))}.";
    }
}
