using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Hosting;

namespace Bulwark.CommandLine;

/// <summary>The options that say which instance a verb is about. Every verb takes <c>--data</c> and <c>--config</c>.</summary>
internal sealed class InstanceOptions
{
    private const int MaxPortOffset = 50_000;

    private readonly Option<string> _data = new("--data")
    {
        Description = "The data directory; a relative path starts at the current folder",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./bulwark-data",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "The settings file [default: DIR/bulwark.jsonc]",
        HelpName = "FILE",
    };

    private readonly Option<int> _portOffset = new("--port-offset")
    {
        Description = "Added to every default port and to the default issuer's, so that instances live side by side",
        HelpName = "N",
    };

    private InstanceOptions()
    {
    }

    /// <summary>Adds the options to a verb.</summary>
    public static InstanceOptions AddTo(Command verb)
    {
        var options = new InstanceOptions();
        verb.Options.Add(options._data);
        verb.Options.Add(options._config);
        return options;
    }

    /// <summary>Adds <c>--port-offset</c> too, for the verbs that have to know the ports.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="otherwise">What counts when it is not given, for the help.</param>
    public InstanceOptions WithPortOffset(Command verb, string? otherwise = null)
    {
        if (otherwise is not null)
            _portOffset.Description += $" [default: {otherwise}]";

        _portOffset.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var offset) || offset is < 0 or > MaxPortOffset))
                result.AddError($"--port-offset takes a whole number from 0 to {MaxPortOffset}.");
        });
        verb.Options.Add(_portOffset);
        return this;
    }

    public DataDirectory Data(ParseResult parse) => new(parse.GetRequiredValue(_data));

    public string? ConfigFile(ParseResult parse) => parse.GetValue(_config) is { } file ? Path.GetFullPath(file) : null;

    public int PortOffset(ParseResult parse) => parse.GetValue(_portOffset);

    /// <summary>The port offset, when it was spelt out.</summary>
    public int? GivenPortOffset(ParseResult parse) => parse.GetResult(_portOffset) is { Implicit: false } ? parse.GetValue(_portOffset) : null;
}
