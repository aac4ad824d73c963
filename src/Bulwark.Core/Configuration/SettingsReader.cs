using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bulwark.Core.Configuration;

/// <summary>
/// Reads a settings file strictly: comments are allowed, and <c>$schema</c> at the top; unknown keys, doubled keys, missing required keys, nulls
/// and wrong kinds are errors. All problems are told at once, each with file, line and path. Nothing comes from the environment.
/// </summary>
public static class SettingsReader
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Reads and validates a file.</summary>
    /// <param name="file">Its path, for the messages as it is.</param>
    /// <param name="type">Source-generated metadata of the root record, with camel-case names.</param>
    /// <exception cref="ConfigException">The file has problems, or cannot be read.</exception>
    public static SettingsResult<T> Read<T>(string file, JsonTypeInfo<T> type)
        where T : IConfigSection
    {
        try
        {
            return Parse(ReadText(file), file, type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException([$"{file}: cannot be read: {e.Message}"]);
        }
    }

    /// <summary>Reads a file without looking at what is in it.</summary>
    /// <exception cref="ConfigException">It is larger than any settings are.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ReadOnlyMemory<byte> ReadText(string file)
    {
        // The length of a file says nothing of devices, which have no end.
        using var stream = File.OpenRead(file);
        using var text = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int count; (count = stream.Read(part)) > 0;)
        {
            text.Write(part.AsSpan(0, count));
            if (text.Length > MostBytes)
                throw new ConfigException([$"{file}: is larger than {MostBytes / 1024} KiB: these are no settings"]);
        }

        return text.ToArray();
    }

    /// <summary>Reads and validates a text; <paramref name="file"/> is its name in the messages.</summary>
    /// <exception cref="ConfigException">The text has problems.</exception>
    public static SettingsResult<T> Parse<T>(ReadOnlyMemory<byte> text, string file, JsonTypeInfo<T> type)
        where T : IConfigSection
    {
        var root = ReadTree(WithoutByteOrderMark(text), file);
        root.Properties.RemoveAll(property => property is { Key: "$schema", Value.Kind: JsonValueKind.String });

        var check = new SettingsCheck(type.Options);
        if (!check.Check(root, type, ConfigPath.Root))
            throw new ConfigException(Describe(check.Errors, file));

        var value = Bind(root, type);
        var findings = SectionWalk.Validate(value, type).Distinct().Select(finding => (Line: check.LineOf(finding.Path), Error: finding)).ToList();

        // What a section says about a value that was taken out because it cannot be read is no second problem.
        var errors = check.Errors.Concat(findings.Where(finding => !finding.Error.IsWarning && !check.IsTold(finding.Error.Path))).ToList();
        if (errors.Count > 0)
            throw new ConfigException(Describe(errors, file));

        return new SettingsResult<T>(value, Describe(findings, file)) { LineOf = check.LineOf };
    }

    private static SettingsNode ReadTree(ReadOnlyMemory<byte> text, string file)
    {
        try
        {
            return SettingsTree.Read(text);
        }
        catch (JsonException e)
        {
            var line = (e.LineNumber ?? 0) + 1;
            throw new ConfigException([string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: is not JSON: {FirstSentence(e.Message)}")]);
        }
    }

    private static T Bind<T>(SettingsNode root, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            root.WriteTo(writer);

        return JsonSerializer.Deserialize(buffer.WrittenSpan, type)!;
    }

    private static List<string> Describe(IEnumerable<(int Line, ConfigError Error)> errors, string file) =>
        [.. errors.OrderBy(error => error.Line).Select(error => Describe(error.Line, error.Error, file))];

    private static string Describe(int line, ConfigError error, string file)
    {
        var path = error.Path.Text.Length == 0 ? "the file" : error.Path.Text;
        return string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: {path} {error.Message}");
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    // The library's message goes on with byte positions, which the line says better.
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
