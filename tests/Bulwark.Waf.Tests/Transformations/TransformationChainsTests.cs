using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Tests.Transformations;

public sealed class TransformationChainsTests
{
    private readonly TransformationChains _chains = new();

    [Fact]
    public void Equal_chains_are_one_object_and_share_what_they_begin_with()
    {
        var chain = Intern("urlDecodeUni", "htmlEntityDecode", "jsDecode");
        var other = Intern("urlDecodeUni", "htmlEntityDecode", "cssDecode");

        Assert.Same(chain, Intern("urlDecodeUni", "htmlEntityDecode", "jsDecode"));
        Assert.Same(chain.Prefix, other.Prefix);
        Assert.Same(_chains.Empty, chain.Prefix!.Prefix!.Prefix);
        Assert.Equal("t:urlDecodeUni,t:htmlEntityDecode,t:jsDecode", chain.ToString());
    }

    [Fact]
    public void Numbers_are_small_and_grow_with_the_chain()
    {
        var chain = Intern("lowercase", "removeNulls");

        Assert.Equal(0, _chains.Empty.Number);
        Assert.Equal([1, 2], [chain.Prefix!.Number, chain.Number]);
        Assert.Equal(3, _chains.Count);
        Assert.Same(chain, _chains[2]);
    }

    [Fact]
    public void None_forgets_what_stands_before_it()
    {
        Assert.Same(Intern("trim"), Intern("lowercase", "urlDecode", "none", "trim"));
        Assert.Same(_chains.Empty, Intern("lowercase", "none"));
    }

    [Fact]
    public void Aliases_are_the_same_chain() => Assert.Same(Intern("normalisePath", "LOWERCASE"), Intern("normalizePath", "lowercase"));

    [Fact]
    public void A_chain_is_triggered_by_what_triggers_one_of_its_transformations()
    {
        var chain = Intern("urlDecodeUni", "lowercase");

        Assert.True(chain.CannotChange(ByteClassScan.Of("plain text & more"u8)));
        Assert.False(chain.CannotChange(ByteClassScan.Of("100%"u8)));
        Assert.False(chain.CannotChange(ByteClassScan.Of("Text"u8)));
        Assert.True(_chains.Empty.CannotChange(ByteClassScan.Of("Anything %41"u8)));
        Assert.False(Intern("length").CannotChange(ByteClassScan.Of([])));
    }

    private TransformationChain Intern(params string[] names) => _chains.Intern(names.Select(TransformationCases.Find));
}
