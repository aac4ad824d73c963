using System.Text;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;

namespace Bulwark.Settings;

/// <summary>The settings file of an instance: read strictly, written once, at first use.</summary>
internal static class SettingsFile
{
    private const string SchemaName = "bulwark.schema.json";

    private const string FirstContent = """
        {
          "$schema": "./bulwark.schema.json",

          // Everything has a safe default; write here only what differs. The schema beside this file describes every setting,
          // and `bulwark check` says what is wrong, all at once.

          // The names under which clients reach the edge.
          "hosts": ["localhost"]
        }

        """;

    /// <summary>Reads the settings. The default file is written when it is missing; a file named by the operator has to be there.</summary>
    /// <exception cref="ConfigException">The settings cannot be used, or their file cannot be read.</exception>
    /// <exception cref="OperatorException">A file cannot be written.</exception>
    public static DeclaredSettings ReadOrCreate(DataDirectory data, string? file)
    {
        if (file is null)
        {
            // Whole or not at all: a process that starts at the same moment must not read half of it.
            PrivateFile.CreateIfMissing(data.ConfigFile, Encoding.UTF8.GetBytes(FirstContent));
            WriteSchema(Path.Combine(data.Root, SchemaName));
        }

        return ReadDeclared(data, file);
    }

    /// <summary>Reads the settings with their text; all defaults when the default file is not there.</summary>
    /// <exception cref="ConfigException">The settings cannot be used, or their file cannot be read.</exception>
    public static DeclaredSettings ReadDeclared(DataDirectory data, string? file)
    {
        var path = file ?? data.ConfigFile;
        try
        {
            ReadOnlyMemory<byte> text = path == data.ConfigFile && !File.Exists(path) ? "{}\n"u8.ToArray() : SettingsReader.ReadText(path);
            var settings = SettingsReader.Parse(text, path, SettingsJson.Default.BulwarkOptions);
            return new DeclaredSettings(path, text, settings with { Warnings = [.. settings.Warnings, .. EdgeIdentityWarnings.Of(settings, path, data)] });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException([$"{path}: cannot be read: {e.Message}"]);
        }
    }

    /// <summary>Reads the settings; all defaults when the default file is not there.</summary>
    /// <exception cref="ConfigException">The settings cannot be used, or their file cannot be read.</exception>
    public static SettingsResult<BulwarkOptions> Read(DataDirectory data, string? file) => ReadDeclared(data, file).Settings;

    /// <summary>The JSON schema of the settings, as this program knows them.</summary>
    public static string Schema()
    {
        using var stream = typeof(SettingsFile).Assembly.GetManifestResourceStream(SchemaName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void WriteSchema(string path)
    {
        var schema = Schema();
        try
        {
            if (!File.Exists(path) || File.ReadAllText(path) != schema)
                File.WriteAllText(path, schema);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be written: {e.Message}", e);
        }
    }
}
