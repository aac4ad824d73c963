using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bulwark.Core.Configuration;

/// <summary>
/// Holds a settings tree against the types it is to become, and collects every problem. The serializer would stop at the first one; this walks
/// the same source-generated metadata that the serializer binds with.
/// </summary>
internal sealed class SettingsCheck(JsonSerializerOptions options)
{
    private readonly List<(int Line, ConfigError Error)> _errors = [];
    private readonly List<ConfigPath> _takenOut = [];
    private readonly Dictionary<ConfigPath, int> _lines = [];

    public IReadOnlyList<(int Line, ConfigError Error)> Errors => _errors;

    /// <summary>True for what was told already: it is, or lies in, something that was wrong and so was taken out.</summary>
    public bool IsTold(ConfigPath path) => _errors.Exists(error => path.IsWithin(error.Error.Path)) || _takenOut.Exists(path.IsWithin);

    /// <summary>The line of a setting; of the nearest thing around it when the file does not have it.</summary>
    public int LineOf(ConfigPath path)
    {
        var text = path.Text;
        while (true)
        {
            if (_lines.TryGetValue(new ConfigPath(text), out var line))
                return line;

            var cut = text.AsSpan().LastIndexOfAny('.', '[');
            text = cut < 0 ? "" : text[..cut];
        }
    }

    /// <summary>
    /// Checks a value and takes out of it what is wrong, so that the rest can still be bound and asked for its own problems.
    /// </summary>
    /// <returns>False when nothing of it can be bound.</returns>
    public bool Check(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        _lines.TryAdd(at, node.Line);
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => CheckObject(node, type, at),
            JsonTypeInfoKind.Enumerable => CheckList(node, type, at),
            JsonTypeInfoKind.Dictionary => CheckDictionary(node, type, at),
            _ => CheckValue(node, type, at),
        };
    }

    private bool CheckObject(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        if (!Expect(node, JsonValueKind.Object, "an object { ... }", at))
            return false;

        var seen = CheckProperties(node, at, (key, line, value) =>
        {
            if (type.Properties.FirstOrDefault(property => property.Name == key) is { } property)
                return CheckNotNull(value, property.PropertyType, at[key], "is null: give it a value, or leave the key out for the default");

            _errors.Add((line, at[key].Error(Unknown(key, type))));
            return false;
        });
        foreach (var property in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
            _errors.Add((node.Line, at[property.Name].Error("is missing")));

        return type.Properties.All(property => !property.IsRequired || node.Properties.Exists(present => present.Key == property.Name));
    }

    private bool CheckList(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        if (!Expect(node, JsonValueKind.Array, "a list [ ... ]", at))
            return false;

        // Without one of its elements the others would be told under wrong numbers, so the list goes as a whole.
        var isValid = true;
        for (var i = 0; i < node.Elements.Count; i++)
            isValid &= CheckNotNull(node.Elements[i], type.ElementType!, at[i], "is null: leave it out");

        return isValid;
    }

    private bool CheckDictionary(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        if (!Expect(node, JsonValueKind.Object, "an object { ... }", at))
            return false;

        CheckProperties(node, at, (key, _, value) => CheckNotNull(value, type.ElementType!, at[key], "is null: leave it out"));
        return true;
    }

    // Gives the keys that stand there, and leaves in the node those that are good.
    private HashSet<string> CheckProperties(SettingsNode node, ConfigPath at, Func<string, int, SettingsNode, bool> check)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        node.Properties.RemoveAll(property =>
        {
            var (key, line, value) = property;
            _lines.TryAdd(at[key], line);
            if (!seen.Add(key))
            {
                _errors.Add((line, at[key].Error("stands twice: keep one")));
                return true;
            }

            if (check(key, line, value))
                return false;

            _takenOut.Add(at[key]);
            return true;
        });
        return seen;
    }

    private bool CheckNotNull(SettingsNode value, Type type, ConfigPath at, string nullMessage)
    {
        if (value.Kind != JsonValueKind.Null)
            return Check(value, options.GetTypeInfo(type), at);

        _errors.Add((value.Line, at.Error(nullMessage)));
        return false;
    }

    private bool CheckValue(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        try
        {
            _ = JsonSerializer.Deserialize(node.Json.Span, type);
            return true;
        }
        catch (JsonException)
        {
            _errors.Add((node.Line, at.Error($"{Shown(node)} is not {Expected(type.Type)}")));
            return false;
        }
    }

    private bool Expect(SettingsNode node, JsonValueKind kind, string what, ConfigPath at)
    {
        if (node.Kind == kind)
            return true;

        _errors.Add((node.Line, at.Error($"{Shown(node)} is not {what}")));
        return false;
    }

    private static string Shown(SettingsNode node) => node.Kind switch
    {
        JsonValueKind.Object => "an object { ... }",
        JsonValueKind.Array => "a list [ ... ]",
        _ => System.Text.Encoding.UTF8.GetString(node.Json.Span),
    };

    private static string Expected(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
            return "one of " + string.Join(", ", Enum.GetNames(bare).Select(name => $"\"{JsonNamingPolicy.CamelCase.ConvertName(name)}\""));

        return bare switch
        {
            _ when bare == typeof(bool) => "true or false",
            _ when bare == typeof(string) => "a text \"...\"",
            _ when bare == typeof(int) || bare == typeof(long) => "a whole number",
            _ when bare == typeof(double) => "a number",
            _ when bare == typeof(Uri) => "an address such as \"https://name:8443/\"",
            _ when bare == typeof(TimeSpan) => "a time such as \"500ms\", \"30s\", \"5m\", \"24h\" or \"7d\"",
            _ => "of the right kind",
        };
    }

    private static string Unknown(string key, JsonTypeInfo type)
    {
        var nearest = type.Properties
            .Select(property => (property.Name, Distance: EditDistance.Between(key, property.Name)))
            .Where(candidate => candidate.Distance <= Math.Max(2, key.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return nearest is null ? "is not a setting" : $"is not a setting; did you mean '{nearest}'?";
    }
}
