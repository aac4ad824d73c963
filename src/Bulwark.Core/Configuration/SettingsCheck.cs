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
    private readonly Dictionary<ConfigPath, int> _lines = [];

    public IReadOnlyList<(int Line, ConfigError Error)> Errors => _errors;

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

    public void Check(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        _lines.TryAdd(at, node.Line);
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(node, type, at);
                break;
            case JsonTypeInfoKind.Enumerable:
                CheckList(node, type, at);
                break;
            case JsonTypeInfoKind.Dictionary:
                CheckDictionary(node, type, at);
                break;
            default:
                CheckValue(node, type, at);
                break;
        }
    }

    private void CheckObject(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        if (!Expect(node, JsonValueKind.Object, "an object { ... }", at))
            return;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, line, value) in node.Properties)
        {
            _lines.TryAdd(at[key], line);
            if (!seen.Add(key))
                _errors.Add((line, at[key].Error("stands twice: keep one")));
            else if (type.Properties.FirstOrDefault(property => property.Name == key) is { } property)
                CheckProperty(value, property, at[key]);
            else
                _errors.Add((line, at[key].Error(Unknown(key, type))));
        }

        foreach (var property in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
            _errors.Add((node.Line, at[property.Name].Error("is missing")));
    }

    private void CheckProperty(SettingsNode value, JsonPropertyInfo property, ConfigPath at)
    {
        if (value.Kind == JsonValueKind.Null)
            _errors.Add((value.Line, at.Error("is null: give it a value, or leave the key out for the default")));
        else
            Check(value, options.GetTypeInfo(property.PropertyType), at);
    }

    private void CheckList(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        if (!Expect(node, JsonValueKind.Array, "a list [ ... ]", at))
            return;

        for (var i = 0; i < node.Elements.Count; i++)
        {
            if (node.Elements[i].Kind == JsonValueKind.Null)
                _errors.Add((node.Elements[i].Line, at[i].Error("is null: leave it out")));
            else
                Check(node.Elements[i], options.GetTypeInfo(type.ElementType!), at[i]);
        }
    }

    private void CheckDictionary(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        if (!Expect(node, JsonValueKind.Object, "an object { ... }", at))
            return;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, line, value) in node.Properties)
        {
            _lines.TryAdd(at[key], line);
            if (!seen.Add(key))
                _errors.Add((line, at[key].Error("stands twice: keep one")));
            else if (value.Kind == JsonValueKind.Null)
                _errors.Add((line, at[key].Error("is null: leave it out")));
            else
                Check(value, options.GetTypeInfo(type.ElementType!), at[key]);
        }
    }

    private void CheckValue(SettingsNode node, JsonTypeInfo type, ConfigPath at)
    {
        try
        {
            _ = JsonSerializer.Deserialize(node.Json.Span, type);
        }
        catch (JsonException)
        {
            _errors.Add((node.Line, at.Error($"{Shown(node)} is not {Expected(type.Type)}")));
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
            _ when bare == typeof(TimeSpan) => "a time such as \"00:00:30\" (hours, minutes, seconds)",
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
